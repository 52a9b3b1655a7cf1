package org.snmf.views.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.snmf.experiments.intervene.FeatureEffect;
import org.snmf.features.Feature;
import org.snmf.features.Neighbour;
import org.snmf.models.network.ScoredToken;
import org.snmf.views.Samples;
import org.snmf.views.display.Display;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.Visible;
import org.snmf.views.table.FeatureTable;

class FeaturePageTest {
    /** A page on which every text is this one. */
    private static FeaturePage page(Feature feature, String text) {
        List<ScoredToken> tokens = List.of(new ScoredToken(1, text, 2.5f));
        FeatureEffect effect =
                new FeatureEffect(feature.index(), tokens, tokens, List.of(new FeatureEffect.Pair(text, text, text)));
        return new FeaturePage(
                text,
                feature,
                feature.contexts(),
                FeaturePage.Coefficients.of(new float[] {0, 1, 1, 2, 24}),
                List.of(
                        new FeaturePage.Known("label", text, text),
                        new FeaturePage.Known("label confidence", "0.5", text),
                        new FeaturePage.Known(text, text, text)),
                tokens,
                tokens,
                Optional.of(new FeaturePage.Effect(effect, text)),
                List.of(new FeaturePage.Neuron(7, -1.5f)),
                List.of(new FeaturePage.Near(new Neighbour(3, 0.25, 4), text)),
                Optional.of(new FeaturePage.TreePlace(text, List.of(text, text), List.of(text))));
    }

    @Test
    void everythingIsOnThePageInBothRenderings() {
        FeaturePage page = page(Samples.features(8).get(0), "days");
        Document html = Jsoup.parse(page.display().html());
        assertThat(html.select("h4").eachText())
                .containsExactly(
                        "Where it is strongest",
                        "Where it is middling, down through the quantiles of its coefficients",
                        "Coefficients",
                        "In the vocabulary",
                        "Logits when it is added",
                        "Texts without and with it",
                        "What was found out",
                        "Neurons, 12 in all",
                        "Nearest features",
                        "In the tree");
        assertThat(html.text()).contains("7 −1.50", "+0.25", "label by days · confidence 0.5", "used at 4 of 5 tokens");
        assertThat(html.select(".snmf-bins i")).hasSize(24);
        assertThat(page.display().plain())
                .contains("7 −1.50", "cosine +0.25, 4 shared neurons", "used at 4 of 5 tokens", "«Sunday»");
    }

    @Test
    void barsCountCoefficientsByBinsThatHoldTheirUpperEdge() {
        CoefficientBins bins = CoefficientBins.of(new float[] {0, 1, 1, 2, 24, 23.5f});
        assertThat(bins.counts().subList(0, 3)).containsExactly(2, 1, 0);
        assertThat(bins.counts().get(23)).isEqualTo(2);
        assertThat(bins.used()).isEqualTo(5);
        assertThat(CoefficientBins.of(new float[3]).used()).isZero();
    }

    @Test
    void hostileTextIsShownAsText() {
        for (String text : Samples.HOSTILE) {
            for (Feature feature : Samples.hostileFeatures()) {
                Display display = page(feature, text).display();
                Document html = Jsoup.parse(display.html());
                assertThat(html.select("script, img, iframe, object, link")).isEmpty();
                assertThat(html.getAllElements()).allSatisfy(e -> assertThat(e.attributes())
                        .noneMatch(a -> a.getKey().startsWith("on")));
                assertThat(html.select("[href]").eachAttr("href")).isEmpty();
                assertThat(display.plain()).doesNotContain("\u202E", "\u0000", "\u200B", "\uFEFF");
                assertThat(display.plain().lines())
                        .allSatisfy(line -> assertThat(Visible.width(line)).isLessThanOrEqualTo(PlainTable.WIDTH));
            }
        }
    }

    @Test
    void aTokenOfTenThousandCharactersIsCut() {
        String html =
                page(Samples.features(4).get(0), "x".repeat(10_000)).display().html();
        assertThat(Jsoup.parse(html).select(".snmf-chip").eachText())
                .allSatisfy(chip -> assertThat(chip.length()).isLessThan(100));
    }

    @Test
    void theAtlasHasASectionForEachFeatureAndAsksForNothingOutside() {
        List<Feature> features = Samples.features(8);
        List<FeaturePage> pages =
                features.stream().map(f -> page(f, "</script>$5")).toList();
        String html = new FeatureAtlas(
                        "Features <1>",
                        List.of("a & b"),
                        FeatureTable.of(features).withRows(1),
                        pages)
                .html();
        Document document = Jsoup.parse(html);
        assertThat(document.select("details")).hasSameSizeAs(features);
        for (Feature feature : features) {
            assertThat(document.select("#f" + feature.index())).hasSize(1);
            assertThat(document.select("td a[href=#f" + feature.index() + "]")).isNotEmpty();
        }
        assertThat(document.select("tbody tr td:first-child a")).hasSizeGreaterThanOrEqualTo(features.size());
        assertThat(document.select("link, img, iframe, script[src]")).isEmpty();
        assertThat(document.select("[href]").eachAttr("href")).allMatch(h -> h.startsWith("#f"));
        assertThat(document.select("meta[http-equiv]").attr("content")).startsWith("default-src 'none'");
        assertThat(document.title()).isEqualTo("Features <1>");
    }
}
