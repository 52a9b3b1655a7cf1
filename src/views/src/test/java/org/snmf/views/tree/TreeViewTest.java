package org.snmf.views.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.geom.Rectangle2D;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.errors.InputException;
import org.snmf.hierarchy.forest.FeatureForest;
import org.snmf.hierarchy.forest.ForestNode;
import org.snmf.views.Browser;
import org.snmf.views.Pictures;
import org.snmf.views.Samples;
import org.snmf.views.display.Display;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.StaticImage;
import org.snmf.views.display.TextSize;
import org.snmf.views.display.Visible;
import org.xml.sax.InputSource;

class TreeViewTest {
    @ParameterizedTest
    @CsvSource({"3,2", "14,5", "60,20", "160,40"})
    void boxesDoNotOverlapAndTextsStayInsideThem(int fine, int coarse) {
        FeatureForest forest = Samples.forest(fine, coarse)
                .labelled(n -> n.feature() % 3 == 0
                        ? ""
                        : n.feature() % 3 == 1 ? n.title() : "W".repeat(60) + " " + n.title());
        Document page = Pictures.svg(TreeView.of(forest).display());
        List<Rectangle2D> boxes = boxes(page);
        assertThat(boxes).hasSize(fine + coarse);
        for (int i = 0; i < boxes.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(boxes.get(i).intersects(boxes.get(j)))
                        .as("boxes %s and %s", boxes.get(i), boxes.get(j))
                        .isFalse();
            }
        }
        Element svg = page.select("svg").first();
        Rectangle2D picture = new Rectangle2D.Double(
                0, 0, Double.parseDouble(svg.attr("width")), Double.parseDouble(svg.attr("height")));
        assertThat(boxes).allSatisfy(box -> assertThat(picture.contains(box)).isTrue());
        page.select("g.n").forEach(TreeViewTest::textsDoNotOverlap);
    }

    private static List<Rectangle2D> boxes(Document page) {
        List<Rectangle2D> boxes = new ArrayList<>();
        for (Element node : page.select("g.n")) {
            String[] at = node.attr("transform").replaceAll("[a-z()]", "").split(" ", -1);
            Element box = node.select("rect.b").first();
            boxes.add(new Rectangle2D.Double(
                    Double.parseDouble(at[0]),
                    Double.parseDouble(at[1]),
                    Double.parseDouble(box.attr("width")),
                    Double.parseDouble(box.attr("height"))));
        }
        return boxes;
    }

    private static void textsDoNotOverlap(Element node) {
        Element box = node.select("rect.b").first();
        Rectangle2D inside = new Rectangle2D.Double(
                0, 0, Double.parseDouble(box.attr("width")), Double.parseDouble(box.attr("height")));
        List<Rectangle2D> texts = new ArrayList<>();
        for (Element text : node.select("text:not(.f)")) {
            boolean title = text.hasClass("t");
            boolean share = text.hasClass("s");
            double size =
                    title ? NodeLabel.TITLE : share ? NodeLabel.SHARE : Double.parseDouble(text.attr("font-size"));
            double width = title ? TextSize.boldWidth(text.text(), size) : TextSize.width(text.text(), size);
            double x = Double.parseDouble(text.attr("x")) - (share ? width : 0);
            double y = Double.parseDouble(text.attr("y"));
            texts.add(new Rectangle2D.Double(x, y - 0.75 * size, width, 0.9 * size));
        }
        assertThat(texts).isNotEmpty().allSatisfy(text -> assertThat(inside.contains(text))
                .as("%s inside %s: %s", text, inside, node.text())
                .isTrue());
        for (int i = 0; i < texts.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertThat(texts.get(i).intersects(texts.get(j)))
                        .as(node.text())
                        .isFalse();
            }
        }
    }

    @Test
    void twoHundredNodesAreDrawnInLessThanTwoSeconds() {
        FeatureForest forest = Samples.forest(150, 40, 10);
        // Time of this thread, so that a machine busy with other things does not fail the test.
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        long start = clock.getCurrentThreadCpuTime();
        Display display = TreeView.of(forest).display();
        double seconds = (clock.getCurrentThreadCpuTime() - start) / 1e9;
        assertThat(Pictures.svg(display).select("g.n")).hasSize(200);
        assertThat(seconds).isLessThan(2);
        assertThat(display.html().length()).isLessThan(300_000);
    }

    @Test
    void everyNodeAndEdgeIsThereWithItsLabelShareAndWidth() {
        FeatureForest forest = Samples.forest(9, 3).labelled(n -> n.level() == 1 ? "parent <" + n.feature() + ">" : "");
        Document page = Pictures.svg(TreeView.of(forest).display());
        assertThat(page.select("g.n .t").eachText())
                .containsExactlyInAnyOrder("parent <0>", "parent <1>", "parent <2>");
        assertThat(page.select("path.e")).hasSize(forest.edgeCount());
        assertThat(page.select("text.h").eachText()).containsExactly("level 1 · 3", "level 0 · 9");
        Element edge = page.select("path.e").first();
        double share = Double.parseDouble(edge.text().replaceAll("%.*", "")) / 100;
        assertThat(Double.parseDouble(edge.attr("stroke-width"))).isBetween(9 * share - 0.1, 9 * share + 0.1);
    }

    @Test
    void aTokensSizeTellsItsStrength() {
        ForestNode node = Samples.forest(9, 3).node(0, 4);
        List<NodeLabel.Sized> tokens = new NodeLabel(node).tokens();
        assertThat(tokens).hasSizeGreaterThan(2);
        for (int i = 1; i < tokens.size(); i++) {
            assertThat(tokens.get(i).size())
                    .isLessThanOrEqualTo(tokens.get(i - 1).size());
        }
        assertThat(tokens.get(tokens.size() - 1).size())
                .isLessThan(tokens.get(0).size());
    }

    @Test
    void ofLargerForestsWholeTreesAreShownAndHowManyNodesAreLeftOut() {
        FeatureForest forest = Samples.forest(60, 20, 4);
        Display display = TreeView.of(forest).withNodes(30).display();
        Document page = Pictures.svg(display);
        assertThat(page.select("g.n")).hasSize(30);
        assertThat(display.html())
                .contains("54 more features are not shown", forest.rule().text().replace("'", "&#39;"));
        assertThat(display.plain()).contains("54 more features are not shown");
        int largest = forest.roots().stream()
                .mapToInt(r -> forest.subtree(r).size())
                .max()
                .orElseThrow();
        assertThat(largest).isBetween(2, 30);
        ForestNode first = forest.roots().stream()
                .filter(r -> forest.subtree(r).size() == largest)
                .max(Comparator.comparingDouble(ForestNode::share))
                .orElseThrow();
        assertThat(display.plain())
                .contains(forest.subtree(first).stream().map(n -> n.id() + " ").toList());
    }

    @Test
    void aPartOfTheForestCanBeShown() {
        FeatureForest forest = Samples.forest(30, 10, 3);
        ForestNode top = forest.node(1, 4);
        Document page = Pictures.svg(TreeView.of(forest).below(List.of(top)).display());
        assertThat(page.select("g.n")).hasSize(forest.subtree(top).size());
        assertThatThrownBy(() -> TreeView.of(forest).below(List.of())).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> TreeView.of(forest).withNodes(0)).isInstanceOf(InputException.class);
    }

    @Test
    void theTextTreeHoldsEveryNodeOnceInFull() {
        FeatureForest forest = Samples.forest(14, 5, 2).labelled(n -> "n" + n.level() + "x" + n.feature());
        String plain = TreeView.of(forest).display().plain();
        for (ForestNode node : forest.nodes()) {
            assertThat(plain.lines()
                            .filter(l -> l.contains(node.id() + " " + node.label() + ":"))
                            .filter(l -> !l.contains("(see above)")))
                    .hasSize(1);
        }
        assertThat(plain.lines())
                .allSatisfy(line -> assertThat(Visible.width(line)).isLessThanOrEqualTo(PlainTable.WIDTH));
        assertThat(plain.lines().filter(l -> l.startsWith("├─ ") || l.startsWith("└─ ")))
                .isNotEmpty();
    }

    @Test
    void hostileLabelsStayText() {
        FeatureForest forest = Samples.forest(9, 3)
                .labelled(n -> Samples.HOSTILE.get((n.feature() + n.level()) % Samples.HOSTILE.size()));
        Display display = TreeView.of(forest).withTitle(Samples.HOSTILE.get(0)).display();
        Document page = Jsoup.parse(display.html());
        assertThat(page.select("script")).hasSize(1);
        assertThat(Pictures.svg(display).select("script, img, b")).isEmpty();
        assertThat(Pictures.svg(display).select("g.n .t").text()).contains("</script>", "⟨U+202E⟩");
        assertThat(page.select(".snmf-caption").text()).isEqualTo(Samples.HOSTILE.get(0));
        assertThat(display.plain()).doesNotContain("\u202E", "\u0000");
    }

    @Test
    void aClickFoldsWhatIsBelowAndAnotherBringsItBack(@TempDir Path folder) throws Exception {
        FeatureForest forest = Samples.forest(14, 5, 2);
        String html = TreeView.of(forest).display().html();
        String click = "<script>(function(){var n=document.querySelector('g.live');"
                + "function click(){n.dispatchEvent(new MouseEvent('click',{bubbles:true}));}"
                + "var svg=document.querySelector('svg.snmf-tree'),before=svg.outerHTML;"
                + "click();var shown=svg.querySelectorAll('g.n:not([style*=none])').length,sign=n.querySelector('.f').textContent,"
                + "height=+svg.getAttribute('height');"
                + "click();document.title=[shown,sign,height,svg.querySelectorAll('g.n:not([style*=none])').length,"
                + "svg.getAttribute('height')].join(' ');})()</script>";
        Document page = Browser.load(folder, html + click);

        String[] found = page.title().split(" ", -1);
        assertThat(Integer.parseInt(found[0])).isLessThan(21);
        assertThat(Integer.parseInt(found[0]) + Integer.parseInt(found[1].substring(1)))
                .isEqualTo(21);
        assertThat(Double.parseDouble(found[2])).isLessThan(Double.parseDouble(found[4]));
        assertThat(found[3]).isEqualTo("21");
    }

    @Test
    void aTreeHigherThanAScreenBeginsFoldedButNotOverWhatWasLookedFor(@TempDir Path folder) throws Exception {
        FeatureForest forest = Samples.forest(150, 40, 10);
        ForestNode wanted = forest.level(0).stream()
                .filter(n -> !n.parents().isEmpty())
                .findFirst()
                .orElseThrow();
        String count = "<script>document.title=document.querySelectorAll('g.n:not([style*=none])').length+' '"
                + "+document.querySelectorAll('g.n[data-found]:not([style*=none])').length+' '"
                + "+document.querySelectorAll('svg.snmf-tree')[0].getAttribute('width');</script>";
        String html = TreeView.of(forest).marked(List.of(wanted)).display().html();
        String[] found = Browser.load(folder, "<div style=\"width:1500px\">" + html + "</div>" + count)
                .title()
                .split(" ", -1);
        assertThat(Integer.parseInt(found[0])).isLessThan(60);
        assertThat(found[1]).isEqualTo("1");
        assertThat(Double.parseDouble(found[2])).isBetween(1450.0, 1500.0);
        assertThat(Pictures.svg(TreeView.of(forest).display()).select("g.n")).hasSize(200);
        assertThat(TreeView.of(forest).marked(List.of(wanted)).display().plain())
                .contains("» " + wanted.id() + " ");
    }

    @Test
    void thePictureCanBeSavedWithDarkInk() throws Exception {
        String svg = TreeView.of(Samples.forest(9, 3))
                .withTitle(Samples.HOSTILE.get(0))
                .svg();
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(svg).contains("fill:#1f2328").doesNotContain(StaticImage.INK);
    }

    @Test
    void theSamePictureEachTime() {
        String once = TreeView.of(Samples.forest(30, 10)).display().html();
        assertThat(TreeView.of(Samples.forest(30, 10)).display().html()).isEqualTo(once);
        assertThat(once.lines().collect(Collectors.joining())).doesNotContain("NaN");
    }
}
