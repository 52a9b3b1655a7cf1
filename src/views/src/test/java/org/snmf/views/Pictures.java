package org.snmf.views;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.snmf.views.display.Display;

/** Takes the static pictures out of displays. */
public final class Pictures {
    private static final String PREFIX = "data:image/svg+xml;base64,";

    private Pictures() {}

    /** The SVG document of the only image of a display, as it is written. */
    public static String source(Display display) {
        String data = Jsoup.parse(display.html()).select(".snmf-static > img").attr("src");
        if (!data.startsWith(PREFIX)) {
            throw new AssertionError("no static picture in " + display.html());
        }
        return new String(Base64.getDecoder().decode(data.substring(PREFIX.length())), StandardCharsets.UTF_8);
    }

    /** The same, parsed. */
    public static Document svg(Display display) {
        return Jsoup.parse(source(display), "", Parser.xmlParser());
    }
}
