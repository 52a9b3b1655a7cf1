package org.snmf.experiments.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.snmf.features.Context;
import org.snmf.features.Neighbour;
import org.snmf.features.TokenCoefficient;
import org.snmf.files.AtomicFile;
import org.snmf.models.network.ScoredToken;

/**
 * Features in the two forms that Neuronpedia takes: the folder that its importer reads ({@code model/source/} with one line of
 * release, model, source set and source, and packed batches of features, activations and explanations; every line of a file has
 * the same keys, since the importer takes the columns of the first), and the bodies of {@code POST /api/feature/upload-batch}.
 */
public final class Neuronpedia {
    /** What one request of the interface may hold. */
    private static final int UPLOAD_FEATURES = 128;

    private static final int UPLOAD_TOKENS = 1024;
    private static final int UPLOAD_TEXT = 512;
    private static final int UPLOAD_LOGITS = 20;

    /** What one batch of the folder may hold. */
    private static final int BATCH = 1024;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Place place;
    private final String creator;
    private final String createdAt;
    private final Size size;

    /**
     * How large the model is.
     *
     * @param layers how many it has
     * @param neurons of the MLP of each
     */
    public record Size(int layers, int neurons) {}

    /**
     * @param place names of the model and of the set
     * @param size of the model
     * @param creator the creator's id at Neuronpedia
     * @param created when the features were made
     */
    public Neuronpedia(Place place, Size size, String creator, Instant created) {
        this.place = place;
        this.size = size;
        this.creator = creator;
        this.createdAt = created.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /**
     * Writes the importer's folder {@code model/source} below {@code folder}.
     *
     * @return the folder of the source
     */
    public Path writeFolder(Path folder, List<FeatureRecord> features) {
        Path source = folder.resolve(place.model()).resolve(place.source());
        line(source.resolve("release.jsonl"), release());
        line(source.resolve("model.jsonl"), model());
        line(source.resolve("sourceset.jsonl"), sourceSet());
        line(source.resolve("source.jsonl"), source(features));
        batches(source.resolve("features"), features, feature -> Stream.of(feature(feature)));
        batches(source.resolve("activations"), features, this::activations);
        batches(source.resolve("explanations"), features, this::explanations);
        return source;
    }

    /** Writes {@code upload/batch-N.json}, each the body of one request. */
    public Path writeUploads(Path folder, List<FeatureRecord> features) {
        Path uploads = folder.resolve("upload");
        for (int from = 0, batch = 0; from < features.size(); from += UPLOAD_FEATURES, batch++) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("modelId", place.model());
            body.put("source", place.source());
            body.put(
                    "features",
                    features.subList(from, Math.min(features.size(), from + UPLOAD_FEATURES)).stream()
                            .map(this::upload)
                            .toList());
            write(uploads.resolve("batch-" + batch + ".json"), json(body));
        }
        return uploads;
    }

    private Map<String, Object> upload(FeatureRecord one) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("index", one.index());
        json.put("density", one.density());
        json.put("topLogits", logits(one.promoted()));
        json.put("bottomLogits", logits(one.suppressed()));
        json.put(
                "explanations",
                one.label().isEmpty()
                        ? List.of()
                        : List.of(Map.of(
                                "text", isLong(one) ? one.label().substring(0, UPLOAD_TEXT - 1) + "…" : one.label())));
        json.put(
                "activations",
                one.feature().contexts().stream()
                        .map(context -> {
                            Map<String, Object> activation = new LinkedHashMap<>();
                            activation.put("tokens", around(context, tokens(context)));
                            activation.put("values", around(context, values(context)));
                            activation.put("quantileMin", 0.0);
                            activation.put("quantileMax", (double) one.feature().peak());
                            activation.put("quantileFraction", 1.0);
                            return activation;
                        })
                        .toList());
        return json;
    }

    /**
     * What an upload has no room for.
     *
     * @param contexts of more than 1,024 tokens, of which those around the strongest are kept
     * @param labels of more than 512 characters, of which the first are kept
     */
    public record Cut(int contexts, int labels) {}

    /** What {@link #writeUploads} cuts; the folder has everything. */
    public static Cut cut(List<FeatureRecord> features) {
        long contexts = features.stream()
                .flatMap(one -> one.feature().contexts().stream())
                .filter(context -> context.coefficients().size() > UPLOAD_TOKENS)
                .count();
        return new Cut((int) contexts, (int)
                features.stream().filter(Neuronpedia::isLong).count());
    }

    private static boolean isLong(FeatureRecord one) {
        return one.label().length() > UPLOAD_TEXT;
    }

    /** As many of a context's values as an upload takes, with the strongest token in their middle. */
    private static <T> List<T> around(Context context, List<T> values) {
        int strongest = Math.max(0, values(context).indexOf(context.coefficient()));
        int from = Math.max(0, Math.min(strongest - UPLOAD_TOKENS / 2, values.size() - UPLOAD_TOKENS));
        return values.subList(from, Math.min(values.size(), from + UPLOAD_TOKENS));
    }

    private static List<Map<String, Object>> logits(List<ScoredToken> tokens) {
        return tokens.stream()
                .limit(UPLOAD_LOGITS)
                .map(token -> Map.<String, Object>of("token", clean(token.text()), "value", token.score()))
                .toList();
    }

    private static List<String> tokens(Context context) {
        return context.coefficients().stream()
                .map(strength -> clean(strength.token().text()))
                .toList();
    }

    private static List<Float> values(Context context) {
        return context.coefficients().stream()
                .map(TokenCoefficient::coefficient)
                .toList();
    }

    /** A data base of texts has no place for NUL. */
    private static String clean(String text) {
        return text.replace('\0', ' ');
    }

    private Map<String, Object> feature(FeatureRecord one) {
        Map<String, Object> json = identity(one);
        json.put("creatorId", creator);
        json.put("createdAt", createdAt);
        json.put("maxActApprox", one.feature().peak());
        json.put("hasVector", true);
        json.put("vector", one.direction());
        json.put("vectorLabel", one.name());
        json.put("vectorDefaultSteerStrength", one.feature().peak());
        json.put("hookName", place.hook());
        json.put(
                "topkCosSimIndices",
                one.nearest().stream().map(Neighbour::feature).toList());
        json.put(
                "topkCosSimValues",
                one.nearest().stream().map(Neighbour::cosine).toList());
        json.put("neuron_alignment_indices", one.neurons());
        json.put("neuron_alignment_values", one.weights());
        json.put("neuron_alignment_l1", shares(one.weights()));
        for (String kind : List.of("correlated_neurons", "correlated_features")) {
            json.put(kind + "_indices", List.of());
            json.put(kind + "_pearson", List.of());
            json.put(kind + "_l1", List.of());
        }
        json.put("neg_str", texts(one.suppressed()));
        json.put("neg_values", scores(one.suppressed()));
        json.put("pos_str", texts(one.promoted()));
        json.put("pos_values", scores(one.promoted()));
        json.put("frac_nonzero", one.density());
        json.put("freq_hist_data_bar_heights", one.coefficients().heights());
        json.put("freq_hist_data_bar_values", one.coefficients().starts());
        json.put("logits_hist_data_bar_heights", one.logits().heights());
        json.put("logits_hist_data_bar_values", one.logits().starts());
        json.put("decoder_weights_dist", List.of());
        json.put("sourceSetName", place.set());
        return json;
    }

    private Map<String, Object> identity(FeatureRecord one) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("modelId", place.model());
        json.put("layer", place.source());
        json.put("index", String.valueOf(one.index()));
        return json;
    }

    private static List<Double> shares(List<Float> weights) {
        double all = weights.stream().mapToDouble(Math::abs).sum();
        return weights.stream().map(w -> all == 0 ? 0 : Math.abs(w) / all).toList();
    }

    private static List<String> texts(List<ScoredToken> tokens) {
        return tokens.stream().map(token -> clean(token.text())).toList();
    }

    private static List<Float> scores(List<ScoredToken> tokens) {
        return tokens.stream().map(ScoredToken::score).toList();
    }

    private Stream<Map<String, Object>> activations(FeatureRecord one) {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (int i = 0; i < one.feature().contexts().size(); i++) {
            Context context = one.feature().contexts().get(i);
            List<Float> values = values(context);
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", place.model() + "_" + place.source() + "_" + one.index() + "_" + i);
            json.put("tokens", tokens(context));
            json.put("values", values);
            json.put("index", String.valueOf(one.index()));
            json.put("layer", place.source());
            json.put("modelId", place.model());
            json.put("maxValue", context.coefficient());
            json.put("maxValueTokenIndex", Math.max(0, values.indexOf(context.coefficient())));
            json.put("minValue", values.stream().min(Float::compare).orElse(0f));
            json.put("creatorId", creator);
            json.put("createdAt", createdAt);
            json.put("dataSource", place.set());
            json.put("dataIndex", String.valueOf(context.column()));
            json.put("dfaValues", List.of());
            json.put("dfaTargetIndex", null);
            json.put("dfaMaxValue", null);
            json.put("lossValues", List.of());
            json.put("logitContributions", null);
            json.put("binMin", 0.0);
            json.put("binMax", one.feature().peak());
            json.put("binContains", 1.0);
            json.put("qualifyingTokenIndex", Math.max(0, values.indexOf(context.coefficient())));
            json.put("zIndices", List.of());
            json.put("zValues", List.of());
            lines.add(json);
        }
        return lines.stream();
    }

    private Stream<Map<String, Object>> explanations(FeatureRecord one) {
        if (one.label().isEmpty()) {
            return Stream.empty();
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", place.model() + "_" + place.source() + "_" + one.index());
        json.put("modelId", place.model());
        json.put("layer", place.source());
        json.put("index", String.valueOf(one.index()));
        json.put("description", one.label());
        json.put("authorId", creator);
        // Methods and models of explanations must be known there, and SNMF's describers are not.
        json.put("typeName", null);
        json.put("explanationModelName", null);
        json.put("notes", "named by SNMF, " + one.labelledBy());
        json.put("embedding", null);
        json.put("createdAt", createdAt);
        return Stream.of(json);
    }

    private Map<String, Object> release() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", place.set());
        json.put("description", place.release());
        json.put("creatorId", creator);
        json.put("creatorName", creator);
        json.put("urls", List.of());
        json.put("createdAt", createdAt);
        return json;
    }

    private Map<String, Object> model() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", place.model());
        json.put("displayName", place.model());
        json.put("creatorId", creator);
        json.put("layers", size.layers());
        json.put("neuronsPerLayer", size.neurons());
        json.put("owner", creator);
        json.put("createdAt", createdAt);
        return json;
    }

    private Map<String, Object> sourceSet() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("modelId", place.model());
        json.put("name", place.set());
        json.put("creatorId", creator);
        json.put("creatorName", creator);
        json.put("releaseName", place.set());
        json.put("description", place.release());
        json.put("type", "SNMF");
        json.put("visibility", "PUBLIC");
        json.put("hasDashboards", true);
        json.put("createdAt", createdAt);
        return json;
    }

    private Map<String, Object> source(List<FeatureRecord> features) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("modelId", place.model());
        json.put("id", place.source());
        json.put("setName", place.set());
        json.put("creatorId", creator);
        json.put("hasDashboards", true);
        json.put("hfRepoId", null);
        json.put("hfFolderId", null);
        json.put("visibility", "PUBLIC");
        json.put("num_prompts", null);
        json.put("num_tokens_in_prompt", null);
        json.put("dataset", place.set());
        json.put("notes", features.size() + " features of " + place.activationHook() + ", written as " + place.hook());
        json.put("createdAt", createdAt);
        return json;
    }

    private void batches(
            Path folder, List<FeatureRecord> features, Function<FeatureRecord, Stream<Map<String, Object>>> lines) {
        for (int from = 0, batch = 0; from < features.size(); from += BATCH, batch++) {
            StringBuilder text = new StringBuilder();
            features.subList(from, Math.min(features.size(), from + BATCH)).stream()
                    .flatMap(lines)
                    .forEach(line -> text.append(json(line)).append('\n'));
            Path file = folder.resolve("batch-" + batch + ".jsonl.gz");
            make(folder);
            AtomicFile.write(file, stream -> {
                try (OutputStream packed = new GZIPOutputStream(stream)) {
                    packed.write(text.toString().getBytes(StandardCharsets.UTF_8));
                }
            });
        }
    }

    private static void line(Path file, Map<String, Object> json) {
        write(file, json(json) + "\n");
    }

    private static void write(Path file, String text) {
        make(Objects.requireNonNull(file.getParent()));
        AtomicFile.write(file, text);
    }

    private static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": could not be made", e);
        }
    }

    private static String json(Map<String, Object> map) {
        try {
            return JSON.writeValueAsString(map);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and strings are always writable", e);
        }
    }
}
