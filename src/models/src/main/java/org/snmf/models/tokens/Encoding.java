package org.snmf.models.tokens;

/**
 * A tokenized text. Arrays have one entry a token and must not be changed.
 *
 * @param ids token ids
 * @param starts index of each token's first UTF-16 unit in the text
 * @param ends index after each token's last UTF-16 unit; equal to the start for a token that is not in the text
 * @param special whether each token is a special token (begin of text, end of text, …)
 */
public record Encoding(int[] ids, int[] starts, int[] ends, boolean[] special) {
    /** Number of tokens. */
    public int length() {
        return ids.length;
    }
}
