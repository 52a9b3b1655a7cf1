package org.snmf.models.tokens;

/** Turns indices in code points, which the tokenizer counts, into indices in UTF-16 units, which Java counts. */
final class CodePoints {
    private final int[] utf16;

    CodePoints(String text) {
        int count = text.codePointCount(0, text.length());
        utf16 = new int[count + 1];
        int unit = 0;
        for (int point = 0; point < count; point++) {
            utf16[point] = unit;
            unit += Character.charCount(text.codePointAt(unit));
        }
        utf16[count] = unit;
    }

    int utf16(int point) {
        return utf16[Math.min(point, utf16.length - 1)];
    }
}
