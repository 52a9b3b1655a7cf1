package org.snmf.views.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.snmf.views.display.Html;
import org.snmf.views.table.ContextLine;
import org.snmf.views.table.FeatureTable;

/**
 * All features on one page of its own, to keep or to send: a table of contents that sorts, searches and filters, and a
 * section for each feature. One file, which asks for nothing outside it (a policy in it forbids that to the browser); without
 * JavaScript the table is complete and the sections open by a click. Immutable.
 *
 * @param title of the page
 * @param remarks what the features are of and how the numbers were had, a paragraph each
 * @param table the table of contents
 * @param pages the features, in the order of the table
 */
public record FeatureAtlas(String title, List<String> remarks, FeatureTable table, List<FeaturePage> pages) {
    private static final String CSS = """
            :root{color-scheme:light dark}
            body{font-family:system-ui,-apple-system,'Segoe UI',sans-serif;margin:0 auto;padding:20px 28px;max-width:1280px;background:#fff;color:#1f2328}
            h1{font-size:20px;margin:0 0 6px}
            a{color:#2f7ed8}
            .snmf.snmf details{border-bottom:1px solid rgba(127,127,127,.3);padding:6px 0}
            details>summary{cursor:pointer;overflow-wrap:anywhere}
            details>summary b{display:inline-block;min-width:3em}
            @media (prefers-color-scheme:dark){body{background:#14171a;color:#dfe3e7}a{color:#6aa9ee}}
            @media print{body{background:#fff;color:#000;max-width:none}}
            """;

    /** Opens the section that an address names, also where the browser does not do so itself, and all of them for paper. */
    private static final String SCRIPT = """
            (function(){
            function open(){
            var there=location.hash.length>1&&document.getElementById(location.hash.slice(1));
            if(!there)return;
            var box=there.closest('details');
            if(box){box.open=true;box.scrollIntoView();}}
            addEventListener('hashchange',open);
            document.addEventListener('click',function(e){
            var link=e.target.closest&&e.target.closest('a[href^="#f"]');
            if(link&&link.getAttribute('href')===location.hash)open();});
            addEventListener('beforeprint',function(){
            document.querySelectorAll('details').forEach(function(d){d.open=true;});});
            open();
            })();
            """;

    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

    public FeatureAtlas {
        remarks = List.copyOf(remarks);
        pages = List.copyOf(pages);
    }

    /** The whole document. */
    public String html() {
        Html html = new Html()
                .markup("<!DOCTYPE html>")
                .newline()
                .open("html", "lang", "en")
                .open("head");
        html.empty("meta", "charset", "utf-8");
        html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.element("title", title)
                .style(CSS)
                .style(PageHtml.CSS)
                .style(ContextLine.TONES)
                .close()
                .newline();
        html.open("body").element("h1", title);
        html.open("div", "class", "snmf");
        remarks.forEach(remark -> html.element("p", remark, "class", "snmf-note"));
        html.close();
        Map<Integer, FeaturePage> byFeature =
                pages.stream().collect(Collectors.toMap(p -> p.feature().index(), Function.identity()));
        html.markup(table.withTitle(pages.size() + " features")
                .withRows(Math.max(1, pages.size()))
                .withContexts(1)
                .withLinks()
                .display()
                .html());
        html.open("div", "class", "snmf");
        table.features()
                .forEach(f -> Optional.ofNullable(byFeature.get(f.index())).ifPresent(page -> section(html, page)));
        html.close().script(SCRIPT).close();
        return html.close().build();
    }

    private static void section(Html html, FeaturePage page) {
        int r = page.feature().index();
        html.open("details").open("summary", "dir", "auto");
        html.element("b", r + "").title("span", " " + page.name()).close();
        // The name stands inside, so that a browser opens the section when an address names it.
        html.open("div", "id", "f" + r);
        PageHtml.write(html, page, true);
        html.close().close().newline();
    }
}
