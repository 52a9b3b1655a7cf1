package org.snmf.views.display;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing to look at, in the two renderings that every view of this library has, both made in-process: rich
 * ({@code text/html}, with pictures inside it, see {@link StaticImage}) and plain ({@code text/plain}). A PNG may be added
 * for what cannot show HTML, such as a notebook turned into LaTeX or Markdown. Immutable.
 *
 * <p>A notebook shows the richest entry of {@link #mimeBundle()} that it can, so that each viewer shows one rendering
 * and never two.
 */
public final class Display {
    private final String html;
    private final String plain;
    private final byte @Nullable [] png;

    private Display(String html, String plain, byte @Nullable [] png) {
        this.html = Objects.requireNonNull(html, "html");
        this.plain = Objects.requireNonNull(plain, "plain");
        this.png = png;
    }

    /**
     * A display without a picture.
     *
     * @param html markup made by {@link Html}
     * @param plain the same content for a terminal, lines separated by \n
     */
    public static Display of(String html, String plain) {
        return new Display(html, plain, null);
    }

    /** A text that looks the same everywhere: preformatted in HTML, as it is in a terminal. */
    public static Display ofText(String text) {
        Html html = new Html().open("pre", "style", "white-space:pre-wrap;margin:0.3em 0;padding:0");
        for (String line : text.split("\n", -1)) {
            html.text(line).newline();
        }
        return of(html.close().build(), text);
    }

    /** The same with a picture as PNG. The bytes are copied. */
    public Display withPng(byte[] image) {
        return new Display(html, plain, image.clone());
    }

    /** The rich rendering: an HTML fragment. */
    public String html() {
        return html;
    }

    /** The plain rendering. */
    public String plain() {
        return plain;
    }

    /** The picture as PNG, if there is one. A fresh array. */
    public Optional<byte[]> png() {
        return Optional.ofNullable(png).map(byte[]::clone);
    }

    /**
     * All renderings by MIME type as Jupyter's messages want them: text as it is, PNG in base64. A fresh map, richest
     * first.
     */
    public Map<String, String> mimeBundle() {
        Map<String, String> bundle = new LinkedHashMap<>();
        bundle.put("text/html", html);
        png().ifPresent(b -> bundle.put("image/png", Base64.getEncoder().encodeToString(b)));
        bundle.put("text/plain", plain);
        return bundle;
    }

    /** The plain rendering, so that printing a display shows it. */
    @Override
    public String toString() {
        return plain;
    }
}
