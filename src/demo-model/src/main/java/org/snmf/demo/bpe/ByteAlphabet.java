package org.snmf.demo.bpe;

import java.nio.charset.StandardCharsets;

/**
 * The alphabet in which GPT-2's byte-level tokenizers spell their entries: printable bytes of Latin-1 stand for
 * themselves, the others for characters from U+0100 on, so that a space is written Ġ.
 */
final class ByteAlphabet {
    private static final int BYTES = 256;
    private static final char[] CHARACTERS = characters();

    private ByteAlphabet() {}

    private static char[] characters() {
        char[] characters = new char[BYTES];
        int next = BYTES;
        for (int b = 0; b < BYTES; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            characters[b] = (char) (printable ? b : next++);
        }
        return characters;
    }

    /** The character that stands for byte {@code b}, 0 to 255. */
    static char character(int b) {
        return CHARACTERS[b];
    }

    /** {@code text} in UTF-8, each byte as its character. */
    static String spell(String text) {
        StringBuilder spelled = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            spelled.append(CHARACTERS[b & 0xFF]);
        }
        return spelled.toString();
    }
}
