package org.snmf.magics.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.testkit.Notebook.Answer;

/** Text that would run, load, hide or break the page is text in every cell: as sentence, label, file, option, error. */
class HostileTextContractTest extends NotebookContract {
    /** Stands in all that would run, so that a script that holds it is one that was let in. */
    private static final String MARK = "pwned=1";

    private static final List<String> HOSTILE = List.of(
            "<script>" + MARK + "</script> on Friday",
            "\u202eevil txet\u202c and\u200b zero\ufeff width",
            "\"><img src=x onerror=" + MARK + "> in May",
            "'><svg onload='" + MARK + "'> at night",
            "</script><script>" + MARK + "</script></style>",
            "<iframe srcdoc='<script>" + MARK + "</script>'></iframe>",
            "<a href='javascript:" + MARK + "'>day</a>",
            "<base href='http://other.example/'><link rel=stylesheet href='//other.example/x.css'>",
            "<meta http-equiv=refresh content='0;url=http://other.example/'>",
            "<style>body{display:none}</style> Sunday",
            "It costs $5 and then $10, \\(x\\), $$y$$",
            "שלום and مرحبا on Monday",
            "emoji \uD83D\uDC69\u200D\uD83D\uDC67 on Tuesday",
            "W".repeat(10_000));

    private static final List<String> LABELS = List.of(
            HOSTILE.get(0),
            HOSTILE.get(2),
            "L".repeat(10_000),
            "word ".repeat(2_000).strip(),
            HOSTILE.get(3));

    /** What our own pages have none of. */
    private static final String FOREIGN =
            "img:not([src^=data:image]), iframe, object, embed, base, meta, link, form, video, audio, math, "
                    + "[onerror], [onload], [onfocus], [onmouseover], a[href^=javascript]";

    @TempDir
    static Path folder;

    @Test
    void textIsTextInEveryCell() throws Exception {
        List<Map<String, String>> rows = new ArrayList<>();
        for (String word : List.of("On", "In", "At")) {
            for (int i = 0; i < HOSTILE.size(); i++) {
                rows.add(Map.of("prompt", word + " " + HOSTILE.get(i), "label", LABELS.get(i % LABELS.size())));
            }
        }
        Path file = folder.resolve("<b onload=" + MARK + ">$5.json");
        ObjectMapper mapper = new ObjectMapper();
        Files.writeString(file, mapper.writeValueAsString(rows));
        Path brief = folder.resolve("brief.json");
        rows.replaceAll(row -> Map.of("prompt", row.get("prompt").substring(0, 12), "label", row.get("label")));
        Files.writeString(brief, mapper.writeValueAsString(rows));
        List<String> cells = List.of(
                "String file = \"" + file + "\";",
                "%snmf model embedded",
                "%snmf data {file}",
                "%snmf capture --layers 0 --too-long truncate",
                "%snmf factorize --layer 0 --rank 8 --sparsity 5% --iterations 5",
                "%snmf label",
                "%snmf features",
                "%snmf features 3 --max-new-tokens 4",
                "String concepts = " + mapper.writeValueAsString(String.join(";", LABELS)) + ";",
                "%snmf overlap --concepts {concepts}",
                "%snmf neurons --concepts {concepts}",
                "%snmf detect --data \"" + brief + "\" --held 1",
                "%%snmf encode\n" + HOSTILE.get(0),
                "%snmf steer --features 1 --targets 0.1 --samples 1 --max-new-tokens 4 --judge none --labels contexts",
                "%snmf dynamics --neurons 10 --factors 2",
                "%snmf tree --layer 0 --ranks 6,3 --sparsity 5% --iterations 5",
                "%snmf coverage",
                "%snmf status");
        StringBuilder shown = new StringBuilder();
        StringBuilder said = new StringBuilder();
        for (String cell : cells) {
            Answer answer = client.execute(cell).ok();
            shown.append(answer.shown("text/html"));
            said.append(answer.stream("stdout")).append(answer.stream("stderr"));
        }
        assertThat(said).contains("More than one token").doesNotContain("L".repeat(41));
        Document page = inert(shown.toString());
        assertThat(page.text())
                .contains(HOSTILE.get(0), "⟨U+202E⟩", "<b onload=", "$5 and then $10")
                .doesNotContain("W".repeat(500))
                .doesNotContain("L".repeat(41))
                .doesNotContain("word ".repeat(30));
    }

    @Test
    void errorsQuoteWhatWasFoundAsText() throws Exception {
        for (String cell : List.of(
                "%snmf <script>" + MARK + "</script>",
                "%snmf model \"<img src=x onerror=" + MARK + ">\"",
                "%snmf features --<svg/onload=" + MARK + "> 3",
                "throw new IllegalStateException(\"<script>" + MARK + "</script>\");")) {
            Answer answer = client.execute(cell);
            assertThat(answer.error().get("evalue").asText()).contains(MARK);
            inert(answer.shown("text/html"));
        }
    }

    private static Document inert(String html) {
        Document page = Jsoup.parse(html);
        assertThat(page.body().select(FOREIGN)).isEmpty();
        for (Element script : page.select("script, style")) {
            assertThat(script.data().strip()).doesNotStartWith(MARK).doesNotStartWith("body{");
        }
        return page;
    }
}
