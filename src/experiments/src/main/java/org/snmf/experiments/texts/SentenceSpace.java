package org.snmf.experiments.texts;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A space in which texts of like meaning lie near each other: the sentence-embedding model all-MiniLM-L6-v2 with quantized
 * weights, which comes as a library and runs without network. Vectors have 384 entries and unit length; what was embedded
 * lately is remembered. Safe for use by several threads.
 */
public final class SentenceSpace {
    /** Entries of a vector. */
    public static final int DIMENSION = 384;

    private static final int REMEMBERED = 10_000;

    private final EmbeddingModel model = new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run);
    private final Map<String, float[]> lately = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Loads the model, which takes about a second the first time. */
    public SentenceSpace() {}

    /** The model's name. */
    public String name() {
        return "all-MiniLM-L6-v2";
    }

    /** The text's place: unit length; all zero for a text without a letter or digit, which has no meaning to place. */
    public synchronized float[] vector(String text) {
        String key = text.strip();
        float[] known = lately.get(key);
        if (known == null) {
            boolean meaningful = key.chars().anyMatch(Character::isLetterOrDigit);
            known = meaningful ? model.embed(key).content().vector() : new float[DIMENSION];
            lately.put(key, known);
        }
        return known.clone();
    }

    /** The unit vector of the weighted sum of texts' vectors; all zero without any. */
    public float[] centre(List<String> texts, double[] weights) {
        float[] sum = new float[DIMENSION];
        for (int i = 0; i < weights.length; i++) {
            add(sum, weights[i], vector(texts.get(i)));
        }
        return ofUnitLength(sum);
    }

    /** The unit vector half-way between two. */
    public static float[] middle(float[] a, float[] b) {
        float[] sum = a.clone();
        add(sum, 1, b);
        return ofUnitLength(sum);
    }

    private static void add(float[] sum, double weight, float[] v) {
        for (int j = 0; j < DIMENSION; j++) {
            sum[j] += (float) weight * v[j];
        }
    }

    private static float[] ofUnitLength(float[] v) {
        double length = Math.sqrt(dot(v, v));
        for (int j = 0; j < DIMENSION && length > 0; j++) {
            v[j] /= (float) length;
        }
        return v;
    }

    /** Cosine of two unit vectors, in [−1, 1]; 0 where one has no place. */
    public static double cosine(float[] a, float[] b) {
        return Math.max(-1, Math.min(1, dot(a, b)));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += (double) a[j] * b[j];
        }
        return sum;
    }

    /** Mean cosine of a text to others; 0 without others. */
    public double similarity(String text, Collection<String> others) {
        float[] v = vector(text);
        return others.stream()
                .mapToDouble(other -> cosine(v, vector(other)))
                .average()
                .orElse(0);
    }
}
