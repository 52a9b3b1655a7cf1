package org.snmf.experiments.chat;

import org.snmf.errors.InputException;

/** A secret that a server asks for. It goes into the requests' header and nowhere else: not into text, file or message. */
public final class ChatKey {
    private final String value;

    /** @throws InputException if it is blank or holds what a header cannot */
    public ChatKey(String value) {
        if (value.isBlank() || !value.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new InputException("key of a chat server", "printable characters without spaces", "others", "");
        }
        this.value = value;
    }

    String value() {
        return value;
    }

    /** The text with the key struck out, since servers repeat it in their complaints. */
    String strickenFrom(String text) {
        return text.replace(value, toString());
    }

    @Override
    public String toString() {
        return "[key]";
    }
}
