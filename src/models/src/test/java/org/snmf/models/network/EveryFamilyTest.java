package org.snmf.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snmf.goldens.Goldens;
import org.snmf.models.checkpoint.Families;
import org.snmf.models.checkpoint.Family;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Site;
import org.snmf.models.parity.Difference;
import org.snmf.models.parity.Parity;
import org.snmf.progress.Progress;

/** What this library promises of a layer's MLP holds in every family, wherever its norms stand. */
class EveryFamilyTest {
    private static final int[] IDS = {5, 17, 40, 8, 23, 61, 12};

    @TempDir
    Path folder;

    static List<Family> families() {
        return Families.all();
    }

    private static LanguageModel model(Family family) {
        return LanguageModel.load(Goldens.folder(family.goldens().get(0)));
    }

    private static float[] random(int width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[width];
        for (int j = 0; j < width; j++) {
            values[j] = (float) (random.nextDouble() - 0.5);
        }
        return values;
    }

    private static Site written(LanguageModel model) {
        return model.config().family().hasMlpPostNorm() ? Site.MLP_OUT_POSTNORM : Site.MLP_OUT;
    }

    private static double[] minus(float[] a, float[] b) {
        double[] difference = new double[a.length];
        for (int j = 0; j < a.length; j++) {
            difference[j] = (double) a[j] - b[j];
        }
        return difference;
    }

    private static double[] ofLength(double[] v, double length) {
        double norm = Math.sqrt(java.util.Arrays.stream(v).map(x -> x * x).sum());
        return java.util.Arrays.stream(v).map(x -> x * length / norm).toArray();
    }

    /** f = W_V z is what the MLP writes more when z is added to its activations; behind a norm, z so long that all else vanishes. */
    @ParameterizedTest
    @MethodSource("families")
    void theDirectionOfAFeatureIsWhatItWrites(Family family) {
        try (LanguageModel model = model(family)) {
            int layer = model.config().layers() - 1;
            float[] z = random(model.config().mlp(), 1);
            float[] f = VocabularyProjection.of(model, layer).direction(z);
            boolean normed = family.hasMlpPostNorm();
            float alpha = normed ? 1e6f : 1;
            Trace plain = model.trace(IDS, List.of());
            Trace changed = model.trace(IDS, List.of(Intervention.add(layer, Site.MLP_ACT, z, alpha)));
            for (int t = 0; t < IDS.length; t++) {
                float[] after = changed.at(layer, written(model))[t];
                double[] wrote =
                        normed ? minus(after, new float[f.length]) : minus(after, plain.at(layer, written(model))[t]);
                double[] expected = normed ? ofLength(minus(f, new float[f.length]), 1) : minus(f, new float[f.length]);
                assertThat(normed ? ofLength(wrote, 1) : wrote).containsExactly(expected, within(2e-4));
            }
        }
    }

    /** RESID = RESID_PRE + what attention and MLP wrote; a change of the MLP's input changes the MLP alone. */
    @ParameterizedTest
    @MethodSource("families")
    void aChangedInputOfTheMlpChangesWhatItWritesAndNothingElse(Family family) {
        try (LanguageModel model = model(family)) {
            float[] shift = random(model.config().hidden(), 2);
            Trace plain = model.trace(IDS, List.of());
            Trace changed = model.trace(IDS, List.of(Intervention.add(0, Site.MLP_IN, shift, 3)));
            for (int t = 0; t < IDS.length; t++) {
                double[] before = minus(plain.at(0, Site.RESID)[t], plain.at(0, written(model))[t]);
                double[] after = minus(changed.at(0, Site.RESID)[t], changed.at(0, written(model))[t]);
                assertThat(after).containsExactly(before, within(2e-5));
                double[] moved = minus(changed.at(0, Site.MLP_OUT)[t], plain.at(0, Site.MLP_OUT)[t]);
                assertThat(java.util.Arrays.stream(moved).map(Math::abs).max().orElse(0))
                        .isGreaterThan(1e-2);
            }
        }
    }

    /** As in the larger Gemma 3, which see images too: under text_config, with names that say so. */
    @Test
    void aModelWithinAMultimodalOneIsReadFromIt() throws IOException {
        Path text = Goldens.folder("gemma3");
        String config = Files.readString(text.resolve("config.json"));
        Files.writeString(
                folder.resolve("config.json"),
                "{\"model_type\": \"gemma3\", \"architectures\": [\"Gemma3ForConditionalGeneration\"], \"text_config\": "
                        + config + "}");
        for (String prefix : List.of("language_model.model.", "model.language_model.")) {
            byte[] file = Files.readAllBytes(text.resolve("model.safetensors"));
            ByteBuffer old = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            int length = Math.toIntExact(old.getLong());
            String header = new String(file, 8, length, StandardCharsets.UTF_8).replace("\"model.", "\"" + prefix);
            byte[] renamed = (header + " ".repeat((8 - header.length() % 8) % 8)).getBytes(StandardCharsets.UTF_8);
            ByteBuffer whole = ByteBuffer.allocate(8 + renamed.length + file.length - 8 - length)
                    .order(ByteOrder.LITTLE_ENDIAN);
            whole.putLong(renamed.length).put(renamed).put(file, 8 + length, file.length - 8 - length);
            Files.write(folder.resolve("model.safetensors"), whole.array());
            try (LanguageModel model = LanguageModel.load(folder)) {
                assertThat(model.notes()).isEmpty();
                assertThat(Parity.compare(model, text, Progress.NONE).differences())
                        .hasSizeGreaterThan(40)
                        .allMatch(Difference::passes);
            }
        }
    }
}
