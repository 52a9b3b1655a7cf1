package org.snmf.views.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.features.Feature;
import org.snmf.models.network.ScoredToken;
import org.snmf.views.Browser;
import org.snmf.views.Samples;
import org.snmf.views.display.Display;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.Visible;
import tech.tablesaw.api.Table;

class FeatureTableTest {
    private static final List<ScoredToken> DAYS =
            List.of(new ScoredToken(1, " Sunday", 4.5f), new ScoredToken(2, " Monday", 4.25f));

    private final FeatureTable table = FeatureTable.of(Samples.features(8))
            .withTitle("Layer 0")
            .withPromoted(Map.of(0, DAYS))
            .withSuppressed(Map.of(0, List.of(new ScoredToken(3, "ish", -2))))
            .withColumn("label", Map.of(0, "days", 1, "months"))
            .withColumn("stability", Map.of(0, 0.98, 1, 0.5));

    @Test
    void theRichTableHasARowForEachFeatureAndAColumnForEachFact() {
        Document page = Jsoup.parse(table.display().html());
        assertThat(page.select("thead th").eachText())
                .containsExactly(
                        "#", "label", "strongest contexts", "promotes", "neurons", "content", "share", "stability");
        Elements rows = page.select("tbody tr");
        assertThat(rows).hasSize(7);
        Elements cells = rows.get(0).select("> td");
        assertThat(cells.get(0).text()).isEqualTo("0");
        assertThat(cells.get(1).text()).isEqualTo("days");
        assertThat(cells.get(2).select(".snmf-context")).hasSize(FeatureTable.CONTEXTS);
        assertThat(cells.get(3).select(".snmf-chip").eachText()).containsExactly("␣Sunday", "␣Monday");
        assertThat(cells.get(3).select(".snmf-chip").first().attr("title")).isEqualTo("+4.50");
        assertThat(cells.get(4).text()).isEqualTo("12");
        assertThat(cells.get(5).text()).endsWith("%");
        assertThat(cells.get(6).text()).endsWith("%");
        assertThat(cells.get(7).text()).isEqualTo("0.980");
        assertThat(rows.get(6).text()).contains("dead");
        assertThat(page.select(".snmf-caption").text()).isEqualTo("Layer 0");
    }

    @Test
    void theStrongestTokenIsSetOffAndOthersAreHighlightedByTheirStrength() {
        Element first =
                Jsoup.parse(table.display().html()).select(".snmf-context").first();
        Feature feature = table.features().get(0);
        Element strongest = first.select("mark b").first();
        assertThat(strongest.text())
                .isEqualTo(feature.contexts().get(0).token().text().strip());
        assertThat(strength(strongest.parent())).isEqualTo(0.62);
        assertThat(first.select("mark b")).hasSize(1);
        assertThat(first.select("mark"))
                .allSatisfy(mark -> assertThat(strength(mark)).isBetween(0.04, 0.62));
        assertThat(first.text()).isEqualTo(feature.contexts().get(0).sentence().text());
    }

    private static double strength(Element mark) {
        return Double.parseDouble(mark.attr("style").replaceAll(".*,|\\)", ""));
    }

    @Test
    void theTablesawTableHoldsEverythingAndChoosesWhatIsShown() {
        Table data = table.table();
        assertThat(data.columnNames())
                .containsExactly(
                        "feature",
                        "label",
                        "stability",
                        "neurons",
                        "content",
                        "share",
                        "peak",
                        "tokens",
                        "contexts",
                        "promoted",
                        "suppressed");
        assertThat(data.rowCount()).isEqualTo(7);
        assertThat(data.stringColumn("promoted").get(0)).isEqualTo("␣Sunday ␣Monday");
        assertThat(data.doubleColumn("stability").isMissing(3)).isTrue();
        assertThat(data.doubleColumn("share").sum()).isBetween(0.999999, 1.000001);

        FeatureTable chosen = table.select(
                data.where(data.doubleColumn("share").isGreaterThan(0.1)).sortDescendingOn("share"));
        assertThat(chosen.features()).extracting(Feature::index).containsExactly(5, 4, 3, 2);
        assertThat(Jsoup.parse(chosen.display().html())
                        .select("tbody tr > td:first-child")
                        .eachText())
                .containsExactly("5", "4", "3", "2");
        assertThat(data.write().toString("csv")).contains("days");
    }

    @Test
    void whatIsLeftOutIsSaid() {
        Display display = table.withRows(2).withContexts(1).display();
        assertThat(Jsoup.parse(display.html()).select("tbody tr")).hasSize(2);
        assertThat(Jsoup.parse(display.html()).select(".snmf-context")).hasSize(2);
        assertThat(display.html()).contains("The first 2 of 7 features");
        assertThat(display.plain()).contains("The first 2 of 7 features");
    }

    @Test
    void thePlainTableKeepsToItsWidthAndShowsEveryMarkedToken() {
        String plain = table.display().plain();
        assertThat(plain.lines())
                .allSatisfy(line -> assertThat(Visible.width(line)).isLessThanOrEqualTo(PlainTable.WIDTH));
        assertThat(plain).contains("«birthday»", "«summer»", "«December»", "days", "␣Sunday ␣Monday", "0.980");
        long marks = plain.chars().filter(c -> c == '«').count();
        assertThat(marks).isEqualTo(6L * FeatureTable.CONTEXTS);
    }

    @Test
    void hostileTextIsShownAsTextInBothRenderings() {
        FeatureTable hostile = FeatureTable.of(Samples.hostileFeatures())
                .withTitle(Samples.HOSTILE.get(0))
                .withContexts(50)
                .withPromoted(Map.of(
                        0,
                        Samples.HOSTILE.stream()
                                .map(t -> new ScoredToken(0, t, 1))
                                .toList()))
                .withColumn("<b>label</b>", Map.of(0, Samples.HOSTILE.get(1), 1, Samples.HOSTILE.get(4)));
        for (Display display : List.of(hostile.display(), hostile.card(0).display())) {
            Document page = Jsoup.parse(display.html());
            assertThat(page.select("img, iframe")).isEmpty();
            assertThat(page.select("script"))
                    .allSatisfy(script -> assertThat(script.data()).isEqualTo(TableScript.SCRIPT));
            assertThat(page.getAllElements()).allSatisfy(e -> assertThat(e.attributes())
                    .noneMatch(a -> a.getKey().startsWith("on")));
            assertThat(page.text()).contains("</script><script>alert(1)</script>", "⟨U+202E⟩");
            assertThat(display.plain()).contains("<script").doesNotContain("\u202E", "\u0000", "\u200B");
        }
    }

    @Test
    void aContextOfALongSentenceIsAnExcerptAroundTheToken() {
        String html = table.display().html();
        assertThat(Jsoup.parse(html).text()).contains("every December in the old town");
        Feature months = table.features().get(1);
        String line = ContextLine.plain(months.contexts().get(2), 40);
        assertThat(line).contains("«December»").startsWith("…").endsWith("…");
        assertThat(Visible.width(line)).isLessThanOrEqualTo(40);
    }

    @Test
    void theCardShowsWholeSentencesWithTheirCoefficients() {
        Display card = table.card(1).display();
        Document page = Jsoup.parse(card.html());
        assertThat(page.select("tbody tr")).hasSize(8);
        assertThat(page.text()).contains("and people from all around come to see it.", "stability 0.500", "months");
        assertThat(table.card(0).display().plain()).contains("suppresses ish −2.00");
        assertThatThrownBy(() -> table.card(99)).isInstanceOf(InputException.class);
    }

    @Test
    void mistakesAreRefusedInWords() {
        assertThatThrownBy(() -> table.withColumn("Share", Map.of())).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> table.withRows(0)).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> table.select(Table.create("other")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("feature");
        assertThatThrownBy(() -> table.select(List.of(42))).isInstanceOf(InputException.class);
    }

    @Test
    void aColumnThatIsTheSameInEveryRowGoesBelowTheTable() {
        FeatureTable same = FeatureTable.of(
                List.of(table.features().get(1), table.features().get(1)));
        Document page = Jsoup.parse(same.display().html());
        assertThat(page.select("thead th").eachText()).doesNotContain("neurons");
        assertThat(page.select(".snmf-note").text()).contains("Every feature has 19 neurons.");
        assertThat(same.display().plain()).contains("Every feature has 19 neurons.");
    }

    @Test
    void numbersAreKeptExactlyForSortingBesideTheirShortForm() {
        Document page = Jsoup.parse(table.display().html());
        Element share = page.select("tbody tr").get(0).select("> td").get(6);
        assertThat(Double.parseDouble(share.attr("data-v")))
                .isCloseTo(table.features().get(0).share(), Offset.offset(1e-6));
    }

    @Test
    void whereScriptsRunTheTableSortsChoosesAndPages(@TempDir Path folder) throws Exception {
        List<Feature> many = new ArrayList<>();
        for (int r = 0; r < 45; r++) {
            many.add(new Feature(r, 3 + r % 2, r / 100.0, (44 - r) / 100.0, List.of()));
        }
        String use = "<script>(function(){function rows(){return Array.prototype.map.call("
                + "document.querySelectorAll('tbody tr:not(.snmf-off)'),function(r){return r.cells[0].textContent;});}"
                + "var out=[rows().length];document.querySelectorAll('th button')[4].click();out.push(rows()[0]);"
                + "document.querySelectorAll('th button')[4].click();out.push(rows()[0]);"
                + "var box=document.querySelector('input');box.value='share>10% content>=0.3 neurons=4';"
                + "box.dispatchEvent(new Event('input'));out.push(rows().join(','));document.title=out.join(' ');"
                + "})()</script>";
        String html = FeatureTable.of(many).display().html();
        assertThat(Browser.load(folder, html + use).title()).isEqualTo("20 44 0 11,13");
    }

    @Test
    void anEmptyTableIsShownAsSuch() {
        Display empty = FeatureTable.of(List.of()).display();
        assertThat(empty.html()).contains("No features.");
    }

    @Test
    void aLargeTableStaysSmall() {
        assertThat(table.display().html().length()).isLessThan(40_000);
    }
}
