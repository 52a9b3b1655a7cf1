package org.snmf.models.capture;

/**
 * What a capture did.
 *
 * @param sentences sentences captured
 * @param tokensRead tokens that went through the network
 * @param tokens tokens captured: the columns of A, n
 * @param resumed tokens that an earlier, unfinished capture of the same arguments had sent through the network already
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
        long resumed,
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
