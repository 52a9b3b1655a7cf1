package org.snmf.magics.kernel.text;

/**
 * The text of a snippet as JShell is to have it. A line break before or within an import makes JShell announce the import
 * a second time and declare every variable anew, so that all are null (17 and 25); a comment above it has the same
 * effect. So blanks and comments in front go, and an import is written in one line.
 *
 * @param java what to evaluate
 * @param from how many characters were cut off in front
 */
public record SnippetText(String java, int from) {
    /** What to evaluate for {@code written}. */
    public static SnippetText of(String written) {
        JavaText text = new JavaText(written);
        int from = text.skipBlanksAndComments(0);
        String java = written.substring(from);
        return new SnippetText(java.matches("(?s)import\\b.*") ? oneLine(java) : java, from);
    }

    private static String oneLine(String java) {
        JavaText text = new JavaText(java);
        StringBuilder line = new StringBuilder();
        for (int at = 0; at < java.length(); at = text.end()) {
            boolean code = text.read(at) == JavaText.Kind.CODE;
            line.append(code ? java.substring(at, text.end()) : " ");
        }
        return line.toString().strip();
    }
}
