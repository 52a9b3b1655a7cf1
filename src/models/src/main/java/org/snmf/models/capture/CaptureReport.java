package org.snmf.models.capture;

/**
 * What a capture did.
 *
 * @param sentences sentences read by the network
 * @param tokensRead tokens that went through the network
 * @param tokens tokens captured: the columns of A, n
 * @param specialTokens special tokens left out of A
 * @param leftOut tokens left out of A as function words or punctuation
 * @param truncatedSentences sentences whose end was cut off
 * @param truncatedTokens tokens cut off
 * @param seconds tokenizing and forward passes; loading the model is not in it
 * @param stopped whether it was stopped before the last sentence
 */
public record CaptureReport(
        int sentences,
        long tokensRead,
        long tokens,
        long specialTokens,
        long leftOut,
        int truncatedSentences,
        long truncatedTokens,
        double seconds,
        boolean stopped) {
    /** Tokens that went through the network, a second. */
    public double tokensPerSecond() {
        return seconds > 0 ? tokensRead / seconds : 0;
    }
}
