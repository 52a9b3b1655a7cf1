package org.snmf.models.tokens;

import java.util.Arrays;

/**
 * A tokenized text. Arrays have one entry a token and must not be changed.
 *
 * @param ids token ids
 * @param starts index of each token's first UTF-16 unit in the text
 * @param ends index after each token's last UTF-16 unit; equal to the start for a token that is not in the text
 * @param special whether each token is a special token (begin of text, end of text, …)
 * @param addedBefore how many tokens the tokenizer put before the text
 * @param addedBehind how many tokens the tokenizer put behind the text
 */
public record Encoding(int[] ids, int[] starts, int[] ends, boolean[] special, int addedBefore, int addedBehind) {
    static Encoding of(int length, int addedBefore, int addedBehind) {
        return new Encoding(
                new int[length], new int[length], new int[length], new boolean[length], addedBefore, addedBehind);
    }

    /** Number of tokens. */
    public int length() {
        return ids.length;
    }

    /** The tokens from {@code from} to before {@code to}. */
    Encoding part(int from, int to) {
        return new Encoding(
                Arrays.copyOfRange(ids, from, to),
                Arrays.copyOfRange(starts, from, to),
                Arrays.copyOfRange(ends, from, to),
                Arrays.copyOfRange(special, from, to),
                Math.max(0, addedBefore - from),
                Math.max(0, addedBehind - (length() - to)));
    }

    /** The same behind one more special token. */
    Encoding begunWith(int id) {
        Encoding begun = of(length() + 1, addedBefore + 1, addedBehind);
        System.arraycopy(ids, 0, begun.ids, 1, length());
        System.arraycopy(starts, 0, begun.starts, 1, length());
        System.arraycopy(ends, 0, begun.ends, 1, length());
        System.arraycopy(special, 0, begun.special, 1, length());
        begun.ids[0] = id;
        begun.special[0] = true;
        return begun;
    }
}
