package org.snmf.views.plot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.snmf.views.display.Html;

/**
 * The drawing library of the interactive figures (plotly.js, its Cartesian part, MIT licence) as a script to put into a
 * notebook: 1.04 MB of JavaScript, carried compressed in under half a megabyte and unpacked by the browser itself. It is
 * needed once per page; a second copy does nothing. No network is used.
 *
 * <p>The library is kept from seeing the page's module loader, which would swallow it, and the page's MathJax, of which
 * it knows only version 2 and fails at another (JupyterLab has version 3).
 *
 * <p>The script also keeps the list {@code window.snmfPlots} of functions that draw: figures that came before it are
 * drawn as soon as it is unpacked, later ones at once. A browser that cannot unpack it (without
 * {@code DecompressionStream}, older than 2023) keeps the static pictures.
 */
final class PlotlyLibrary {
    private static final String RESOURCE = "/META-INF/resources/webjars/plotly.js/1.54.1/dist/plotly-cartesian.min.js";

    private static final String LOADER = """
            (function(){
            if(window.Plotly||window.snmfPlotly||typeof DecompressionStream==='undefined')return;
            window.snmfPlotly='loading';
            var text=atob('LIBRARY'),bytes=new Uint8Array(text.length);
            for(var i=0;i<bytes.length;i++)bytes[i]=text.charCodeAt(i);
            var stream=new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
            new Response(stream).text().then(function(code){
            new Function('define','module','exports','MathJax',code).call(window);
            var waiting=window.snmfPlots||[];
            window.snmfPlots={push:function(draw){draw();}};
            for(var j=0;j<waiting.length;j++)waiting[j]();
            });
            })();
            """;

    private static final class Holder {
        static final String SCRIPT =
                new Html().script(LOADER.replace("LIBRARY", packed())).build();
    }

    private PlotlyLibrary() {}

    /** The script element. */
    static String html() {
        return Holder.SCRIPT;
    }

    private static String packed() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream library = PlotlyLibrary.class.getResourceAsStream(RESOURCE)) {
            if (library == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the class path: add the plotly.js webjar");
            }
            try (GZIPOutputStream zip = new BestCompression(bytes)) {
                library.transferTo(zip);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static final class BestCompression extends GZIPOutputStream {
        BestCompression(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
