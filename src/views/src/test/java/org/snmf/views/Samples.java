package org.snmf.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.snmf.features.Feature;
import org.snmf.features.TopContexts;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.hierarchy.Level;
import org.snmf.hierarchy.forest.EdgeRule;
import org.snmf.hierarchy.forest.FeatureForest;
import org.snmf.matrix.DenseCoefficients;
import org.snmf.matrix.SparseColumns;
import org.snmf.store.Sentence;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;

/** Small, readable data for the tests of views and for the gallery. */
public final class Samples {
    /** What an unfriendly data set could hold: markup, quotes, overrides of direction, control characters. */
    public static final List<String> HOSTILE = List.of(
            "</script><script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "\"quoted\" and 'single' & <b>bold</b>",
            "a\nb\tc\u0000d\u0007e",
            "left \u202Eright to left\u202C left",
            "zero\u200Bwidth\uFEFF and \u2028 line",
            "half a pair \uD83D here",
            "${7*7} {{title}} %s \\u0027 \\' `x`",
            "--> <!-- ]]> <![CDATA[",
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(3));

    private static final List<String> SENTENCES = List.of(
            "They went to church on Sunday morning.",
            "The shop opens on Monday at nine.",
            "On Friday the office closes early.",
            "We met again on Tuesday after lunch.",
            "Her birthday is in June, just before summer.",
            "In January the river freezes over.",
            "The festival of lights is held every December in the old town by the river, and people from all around come to see it.",
            "He painted the door red and the fence green.",
            "A blue bird sat on the yellow roof.",
            "The nurse spoke to the doctor about the patient.",
            "My brother works as a carpenter in Spain.",
            "The engine and the wheels of the truck were old.",
            "She speaks Spanish, French and a little Greek.");

    private static final List<Predicate<String>> CONCEPTS = List.of(
            w -> w.endsWith("day"),
            w -> List.of("June", "January", "December", "summer").contains(w),
            w -> List.of("red", "green", "blue", "yellow").contains(w),
            w -> List.of("nurse", "doctor", "carpenter").contains(w),
            w -> List.of("engine", "wheels", "truck", "door", "roof").contains(w),
            w -> List.of("on", "in", "at", "of").contains(w),
            w -> false);

    private Samples() {}

    /** A token table of some sentences, each word a token with its leading space, punctuation apart. */
    public static TokenTable tokens(List<String> texts) {
        List<Sentence> sentences = new ArrayList<>();
        List<Token> tokens = new ArrayList<>();
        for (String text : texts) {
            int position = 0;
            for (int start = 0; start < text.length(); ) {
                int end = start + 1;
                while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
                    end++;
                }
                tokens.add(new Token(0, text.substring(start, end), sentences.size(), position++, start, end));
                start = end;
            }
            sentences.add(new Sentence(text, ""));
        }
        return new TokenTable(sentences, tokens);
    }

    /** Features of the sample sentences, one a concept; the last is dead. */
    public static List<Feature> features(int contexts) {
        return contexts(SENTENCES, CONCEPTS).features(contexts);
    }

    /** One feature that is strong at every token of these texts. */
    public static List<Feature> hostileFeatures() {
        return contexts(HOSTILE, List.of(w -> true, w -> w.length() > 3)).features(HOSTILE.size());
    }

    private static TopContexts contexts(List<String> texts, List<Predicate<String>> concepts) {
        TokenTable tokens = tokens(texts);
        Random random = new Random(7);
        float[][] y = new float[concepts.size()][tokens.size()];
        for (int r = 0; r < y.length; r++) {
            for (int t = 0; t < tokens.size(); t++) {
                boolean concept = concepts.get(r).test(tokens.token(t).text().strip());
                y[r][t] = concept ? 1.5f + random.nextFloat() : 0.3f * random.nextFloat();
            }
        }
        if (concepts.size() == CONCEPTS.size()) {
            Arrays.fill(y[y.length - 1], 0);
        }
        return TopContexts.of(supports(y.length), new DenseCoefficients(y), tokens);
    }

    /**
     * A forest of random levels, finest rank first, over tokens of known words; children of a parent are near it in
     * number, so that the tree has a shape.
     */
    public static FeatureForest forest(int... ranks) {
        Random random = new Random(11);
        TokenTable tokens = tokens(SENTENCES);
        List<Level> levels = new ArrayList<>();
        int below = tokens.size();
        for (int k : ranks) {
            float[][] y = new float[k][below];
            for (int r = 0; r < k; r++) {
                for (int t = 0; t < below; t++) {
                    double distance = Math.abs((r + 0.5) / k - (t + 0.5) / below) * k;
                    y[r][t] = distance < 0.6 ? random.nextFloat() : 0.005f * random.nextFloat();
                }
            }
            levels.add(new Level(supports(k), new DenseCoefficients(y)));
            below = k;
        }
        return FeatureForest.of(new Hierarchy(levels), tokens, EdgeRule.readable());
    }

    private static SparseColumns supports(int k) {
        int[] offsets = new int[k + 1];
        List<Integer> rows = new ArrayList<>();
        for (int r = 0; r < k; r++) {
            for (int i = 0; i < Math.min(100, 12 + 7 * r); i++) {
                rows.add(i);
            }
            offsets[r + 1] = rows.size();
        }
        float[] values = new float[rows.size()];
        Arrays.fill(values, 0.5f);
        return new SparseColumns(
                100, offsets, rows.stream().mapToInt(Integer::intValue).toArray(), values);
    }
}
