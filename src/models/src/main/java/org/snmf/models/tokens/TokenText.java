package org.snmf.models.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns one vocabulary entry into the text that it stands for, spaces kept. Decoding a lone id will not do: many
 * decoders strip the space that begins a text.
 */
final class TokenText {
    private static final Pattern BYTE = Pattern.compile("<0x([0-9A-Fa-f]{2})>");
    private static final Map<Character, Byte> BYTE_LEVEL = byteLevelAlphabet();

    private final Function<String, byte[]> rule;

    private TokenText(Function<String, byte[]> rule) {
        this.rule = rule;
    }

    /** The rule that this tokenizer's decoder implies: byte-level BPE, or pieces with U+2581 for a space. */
    static TokenText of(JsonNode json) {
        boolean byteLevel = mentions(json.path("decoder"), "ByteLevel")
                || (json.path("decoder").isEmpty() && mentions(json.path("pre_tokenizer"), "ByteLevel"));
        return new TokenText(byteLevel ? TokenText::fromBytes : TokenText::fromPiece);
    }

    private static boolean mentions(JsonNode node, String type) {
        return node.path("type").asText("").equals(type)
                || node.findValuesAsText("type").contains(type);
    }

    /** The entry's text in UTF-8; a token may hold part of a character. */
    byte[] bytes(String entry) {
        return rule.apply(entry);
    }

    private static byte[] fromBytes(String entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < entry.length(); i++) {
            Byte value = BYTE_LEVEL.get(entry.charAt(i));
            if (value == null) {
                return entry.getBytes(StandardCharsets.UTF_8);
            }
            bytes.write(value);
        }
        return bytes.toByteArray();
    }

    private static byte[] fromPiece(String entry) {
        Matcher matcher = BYTE.matcher(entry);
        if (matcher.matches()) {
            return new byte[] {(byte) Integer.parseInt(matcher.group(1), 16)};
        }
        return entry.replace('\u2581', ' ').getBytes(StandardCharsets.UTF_8);
    }

    /** GPT-2's alphabet: printable Latin-1 bytes stand for themselves, the others for U+0100 onwards, in order. */
    private static Map<Character, Byte> byteLevelAlphabet() {
        Map<Character, Byte> alphabet = new HashMap<>();
        int next = 256;
        for (int value = 0; value < 256; value++) {
            boolean printable = (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xAC) || value >= 0xAE;
            alphabet.put((char) (printable ? value : next++), (byte) value);
        }
        return alphabet;
    }
}
