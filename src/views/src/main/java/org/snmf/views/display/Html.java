package org.snmf.views.display;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes HTML and inline SVG that cannot be broken by what is put into it: text and attribute values are always escaped
 * and made {@link Visible}, elements are always closed, and scripts, event handlers and links to elsewhere cannot be
 * made from text. Not thread-safe.
 */
public final class Html {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9:-]*");
    private static final Set<String> FORBIDDEN_TAGS = Set.of("script", "style", "iframe", "object", "embed", "base");
    private static final Set<String> ADDRESSES = Set.of("href", "src", "xlink:href", "action", "formaction");

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Opens an element.
     *
     * @param attributes names and values in turn; a null value leaves its attribute out
     * @throws IllegalArgumentException for a name that is not one, a script, an event handler, or an address other than
     *     {@code data:image/…} and {@code #…}
     */
    public Html open(String tag, @Nullable String... attributes) {
        start(tag, attributes);
        out.append('>');
        open.push(tag);
        return this;
    }

    /** An element without content, closed at once. Not for elements that HTML requires to be closed separately. */
    public Html empty(String tag, @Nullable String... attributes) {
        start(tag, attributes);
        out.append("/>");
        return this;
    }

    /** An element that holds only text. */
    public Html element(String tag, String text, @Nullable String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /** An element that holds a label or a title: as {@link Visible#title}, whole in the tooltip where it was cut. */
    public Html title(String tag, String title, @Nullable String... attributes) {
        String shown = Visible.title(title);
        String[] all = Arrays.copyOf(attributes, attributes.length + 2);
        all[attributes.length] = "title";
        all[attributes.length + 1] = shown.equals(Visible.text(title)) ? null : title;
        return element(tag, shown, all);
    }

    /** Closes the element that was opened last. */
    public Html close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Text, escaped; what is invisible in it is made visible. */
    public Html text(String text) {
        out.append(escape(text));
        return this;
    }

    /** A token, escaped, with the spaces at its ends dimmed signs rather than gaps. */
    public Html token(String token) {
        String shown = Visible.token(token);
        int from = 0;
        while (from < shown.length() && shown.charAt(from) == '␣') {
            from++;
        }
        if (from > 0) {
            element("span", shown.substring(0, from), "class", "snmf-space");
        }
        return text(shown.substring(from));
    }

    /** A line break in the source, for the reader of the source. */
    public Html newline() {
        out.append('\n');
        return this;
    }

    /** Markup that this library made itself: the result of another builder. Never pass text from outside. */
    public Html markup(String trusted) {
        out.append(trusted);
        return this;
    }

    /** A style sheet that this library wrote. */
    public Html style(String css) {
        return verbatim("style", css);
    }

    /** A script that this library wrote; values from outside must be escaped by {@link #javascript} first. */
    public Html script(String js) {
        return verbatim("script", js);
    }

    /**
     * The finished markup.
     *
     * @throws IllegalStateException if an element is still open
     */
    public String build() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("elements still open: " + open);
        }
        return out.toString();
    }

    /** Text as it may stand between tags and inside a quoted attribute, with invisible characters made visible. */
    public static String escape(String text) {
        String visible = Visible.text(text);
        StringBuilder escaped = new StringBuilder(visible.length() + 16);
        for (int i = 0; i < visible.length(); i++) {
            char c = visible.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /**
     * Text as it may stand inside a quoted JavaScript string, in a script element or a JSON value: only letters, digits
     * and a few harmless signs stand for themselves, all else is a Unicode escape.
     */
    public static String javascript(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean harmless = c < 0x80 ? Character.isLetterOrDigit(c) || " .,:;_+-*=()[]%#!?".indexOf(c) >= 0 : false;
            if (harmless) {
                escaped.append(c);
            } else {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return escaped.toString();
    }

    private void start(String tag, @Nullable String... attributes) {
        if (!NAME.matcher(tag).matches() || FORBIDDEN_TAGS.contains(tag.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("not an element that may be opened: " + tag);
        }
        if (attributes.length % 2 != 0) {
            throw new IllegalArgumentException("an attribute without a value: " + attributes[attributes.length - 1]);
        }
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            if (attributes[i + 1] != null) {
                attribute(attributes[i], attributes[i + 1]);
            }
        }
    }

    private void attribute(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches() || lower.startsWith("on")) {
            throw new IllegalArgumentException("not an attribute that may be set: " + name);
        }
        if (ADDRESSES.contains(lower) && !value.startsWith("data:image/") && !value.startsWith("#")) {
            throw new IllegalArgumentException("not an address that may be used: " + value);
        }
        out.append(' ').append(name).append("=\"").append(escape(value)).append('"');
    }

    private Html verbatim(String tag, String content) {
        if (content.toLowerCase(Locale.ROOT).contains("</" + tag) || content.contains("<!--")) {
            throw new IllegalArgumentException("the content would end its <" + tag + "> element");
        }
        out.append('<')
                .append(tag)
                .append('>')
                .append(content)
                .append("</")
                .append(tag)
                .append('>');
        return this;
    }
}
