package org.snmf.hierarchy.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.hierarchy.Level;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.matrix.SparseColumns;
import org.snmf.store.Sentence;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class FeatureForestTest {
    private static final String[] WORDS = {"Monday", "Tuesday", "June", "it's <&> \u0001"};

    /** Four features of one token each; two parents: days (0.6, 0.4) and the rest (with a weak third child). */
    private static Hierarchy hierarchy() {
        Level fine = new Level(unit(4, 4), rows(new float[][] {
            {2, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 3},
        }));
        Level coarse = new Level(unit(4, 2), rows(new float[][] {
            {6, 4, 0, 0}, {0, 0.1f, 5, 4.9f},
        }));
        return new Hierarchy(List.of(fine, coarse));
    }

    private static SparseColumns unit(int rows, int columns) {
        int[] offsets = new int[columns + 1];
        int[] indices = new int[columns];
        float[] values = new float[columns];
        for (int r = 0; r < columns; r++) {
            offsets[r + 1] = r + 1;
            indices[r] = r;
            values[r] = 1;
        }
        return new SparseColumns(rows, offsets, indices, values);
    }

    private static Coefficients rows(float[][] rows) {
        return new DenseCoefficients(rows);
    }

    private static TokenTable tokens() {
        List<Sentence> sentences = new ArrayList<>();
        List<Token> tokens = new ArrayList<>();
        for (int t = 0; t < WORDS.length; t++) {
            sentences.add(new Sentence(WORDS[t], ""));
            tokens.add(new Token(t, WORDS[t], t, 0, 0, WORDS[t].length()));
        }
        return new TokenTable(sentences, tokens);
    }

    private static FeatureForest forest(EdgeRule rule) {
        return FeatureForest.of(hierarchy(), tokens(), rule);
    }

    @Test
    void anEdgeIsKeptByItsShareOfTheParentsMass() {
        FeatureForest forest = forest(EdgeRule.appendixG());
        assertThat(forest.node(1, 0).children()).containsExactly(new ForestEdge(0, 6, 0.6), new ForestEdge(1, 4, 0.4));
        assertThat(forest.node(1, 1).children()).extracting(ForestEdge::child).containsExactly(2, 3);
        assertThat(forest.node(1, 1).massCarried()).isCloseTo(0.99, within(1e-6));
        assertThat(forest.edgeCount()).isEqualTo(4);
        assertThat(forest.branching()).isEqualTo(2);
        assertThat(forest.massCarried()).isCloseTo(0.995, within(1e-6));
        assertThat(forest.depth()).isEqualTo(2);
        assertThat(forest.roots()).extracting(ForestNode::id).containsExactly("1.0", "1.1");
    }

    @Test
    void aShareOfTheMaximumIsAnotherRule() {
        FeatureForest forest = forest(new EdgeRule(EdgeRule.Share.OF_MAXIMUM, 0.99, 9, false));
        assertThat(forest.node(1, 0).children()).extracting(ForestEdge::child).containsExactly(0);
        assertThat(forest.node(1, 1).children()).extracting(ForestEdge::child).containsExactly(2);
        assertThat(forest.roots()).extracting(ForestNode::id).containsExactly("1.0", "1.1", "0.1", "0.3");
    }

    @Test
    void childrenAreLimitedAndMayBeHeldToOneParent() {
        EdgeRule everything = new EdgeRule(EdgeRule.Share.OF_MASS, 1e-6, 9, false);
        assertThat(forest(everything).node(0, 1).parents()).containsExactly(0, 1);
        assertThat(forest(everything.withOneParent(true)).node(0, 1).parents()).containsExactly(0);
        assertThat(forest(everything.withMaxChildren(1)).edgeCount()).isEqualTo(2);
    }

    @Test
    void negativeCoefficientsMakeNoEdge() {
        Level fine = hierarchy().level(0);
        Level coarse = new Level(unit(4, 1), rows(new float[][] {{3, -9, 1, 0}}));
        FeatureForest forest = FeatureForest.of(new Hierarchy(List.of(fine, coarse)), tokens(), EdgeRule.appendixG());
        assertThat(forest.node(1, 0).children())
                .containsExactly(new ForestEdge(0, 3, 0.75), new ForestEdge(2, 1, 0.25));
    }

    @Test
    void contextsOfAHigherLevelComeFromTheProductOfTheCoefficients() {
        FeatureForest forest = forest(EdgeRule.appendixG());
        assertThat(forest.node(1, 0).contexts())
                .containsExactly(new ForestContext(0, "Monday", 12), new ForestContext(1, "Tuesday", 4));
        assertThat(forest.node(1, 0).tokens())
                .containsExactly(new TokenStrength("Monday", 0.75), new TokenStrength("Tuesday", 0.25));
        assertThat(forest.node(0, 0).share()).isCloseTo(4 / 15.0, within(1e-9));
        Coefficients product = hierarchy().coefficientsToTokens(1);
        assertThat(product.feature(1)).containsExactly(0, 0.1f, 5, 3 * 4.9f);
    }

    @Test
    void onlyTheStrongestContextsAreKept() {
        FeatureForest forest = FeatureForest.of(hierarchy(), tokens(), EdgeRule.appendixG(), 1);
        assertThat(forest.node(1, 1).contexts())
                .extracting(ForestContext::token)
                .containsExactly(3);
    }

    @Test
    void nodesAreFoundByTokenAndByLabel() {
        FeatureForest forest =
                forest(EdgeRule.appendixG()).labelled(n -> n.level() == 1 ? "Parent " + n.feature() : "");
        assertThat(forest.find(" monday")).extracting(ForestNode::id).containsExactly("1.0", "0.0");
        assertThat(forest.find("parent 1")).extracting(ForestNode::id).containsExactly("1.1");
        assertThat(forest.find("Wednesday")).isEmpty();
        assertThat(forest.find("")).isEmpty();
        assertThat(forest.subtree(forest.node(1, 0))).extracting(ForestNode::id).containsExactly("1.0", "0.0", "0.1");
    }

    @Test
    void jsonReadsBackEqual(@TempDir Path folder) {
        FeatureForest forest = forest(EdgeRule.readable()).labelled(n -> "«" + n.title() + "»");
        Path file = folder.resolve("tree.json");
        forest.save(file);
        FeatureForest read = FeatureForest.load(file);
        assertThat(read.nodes()).isEqualTo(forest.nodes());
        assertThat(read.rule()).isEqualTo(forest.rule());
        assertThatThrownBy(() -> FeatureForest.fromJson("x.json", "{\"format\":\"snmf-forest-1\"}"))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("x.json: ");
        String torn = forest.toJson().replace("\"child\" : 0", "\"child\" : 77");
        assertThatThrownBy(() -> FeatureForest.fromJson("x.json", torn))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("1.0");
        assertThatThrownBy(() -> forest.save(folder.resolve("tree.png")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(".graphml");
    }

    @Test
    void graphMlIsWellFormedWithAnyTokenText() throws Exception {
        String xml = forest(EdgeRule.appendixG()).toGraphMl();
        var document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        NodeList nodes = document.getElementsByTagName("node");
        assertThat(nodes.getLength()).isEqualTo(6);
        assertThat(document.getElementsByTagName("edge").getLength()).isEqualTo(4);
        Element last = (Element) nodes.item(5);
        assertThat(last.getAttribute("id")).isEqualTo("0.3");
        assertThat(last.getElementsByTagName("data").item(0).getTextContent()).isEqualTo("it's <&> \uFFFD");
    }

    @Test
    void newickQuotesLabelsAndRepeatsSharedChildren() {
        assertThat(forest(EdgeRule.appendixG()).toNewick().lines())
                .containsExactly(
                        "('Monday [0.0]':0.6,'Tuesday [0.1]':0.4)'Monday Tuesday [1.0]';",
                        "('June [0.2]':" + share(5) + ",'it''s <&>   [0.3]':" + share(4.9f)
                                + ")'it''s <&>   June Tuesday [1.1]';");
        EdgeRule everything = new EdgeRule(EdgeRule.Share.OF_MASS, 1e-6, 9, false);
        assertThat(forest(everything).toNewick().split("'Tuesday \\[0\\.1]'", -1))
                .hasSize(3);
    }

    private static double share(float coefficient) {
        return coefficient / (0.1f + (double) 5f + 4.9f);
    }

    @Test
    void aRuleRefusesSharesThatAreNone() {
        assertThatThrownBy(() -> new EdgeRule(EdgeRule.Share.OF_MASS, 0, 3, false))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> new EdgeRule(EdgeRule.Share.OF_MASS, 0.1, 0, false))
                .isInstanceOf(InputException.class);
    }

    @Test
    void levelsThatDoNotChainAreRefused() {
        Level fine = hierarchy().level(0);
        assertThatThrownBy(() -> new Hierarchy(List.of(fine, new Level(unit(4, 1), rows(new float[][] {{1, 1}})))))
                .hasMessageContaining("level 1: expected Y of 1 × 4, found 1 × 2");
        TokenTable none = new TokenTable(List.of(), List.of());
        assertThatThrownBy(() -> FeatureForest.of(hierarchy(), none, EdgeRule.readable()))
                .hasMessageContaining("4 tokens");
    }
}
