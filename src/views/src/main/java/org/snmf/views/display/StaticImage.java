package org.snmf.views.display;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * A picture inside HTML that every viewer shows: an {@code <img>} that holds a whole SVG document. It needs no script,
 * style sheet or network, and viewers that strip tags (GitHub, JupyterLab with a notebook that is not trusted) keep it,
 * while of an inline {@code <svg>} they would leave the bare text of its labels.
 *
 * <p>Inside an image neither the page's colours nor a reader's pointer reach the drawing. So its ink is a grey that reads
 * on light and on dark ground, and where scripts run {@link #ADOPT} puts the drawing itself in the image's place, with
 * the page's text colour for ink.
 */
public final class StaticImage {
    /** The colour of text and axes: at least 4:1 against white and against near black. */
    public static final String INK = "#747b84";

    /** JavaScript: {@code adopt(box)} replaces the image in the element {@code box} by its drawing. */
    public static final String ADOPT = String.format(Locale.ROOT, """
            function adopt(box){
            var img=box.querySelector('img');
            if(!img)return;
            var text=atob(img.src.split(',')[1]);
            var bytes=Uint8Array.from(text,function(c){return c.charCodeAt(0);});
            box.innerHTML=new TextDecoder().decode(bytes).replace(/%s/g,'currentColor');
            }
            """, INK);

    private static final String PRINTED_INK = "#1f2328";

    private StaticImage() {}

    /** The same picture with dark ink, to save and to print on white. */
    public static String printed(String svg) {
        return svg.replace(INK, PRINTED_INK);
    }

    /**
     * Appends the image in a box of class {@code snmf-static}.
     *
     * @param svg an {@code <svg>} element with its namespace, complete in itself
     * @param description what a reader hears who does not see it
     * @param width its width in pixels; the picture shrinks with its column unless {@code fixed}
     */
    public static void write(Html html, String svg, String description, long width, boolean fixed) {
        String data = Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8));
        html.open("div", "class", "snmf-static", "style", (fixed ? "width:" : "max-width:") + width + "px");
        html.empty("img", "alt", description, "src", "data:image/svg+xml;base64," + data);
        html.close();
    }
}
