package org.snmf.models.parity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.snmf.models.checkpoint.Family;
import org.snmf.models.generate.Generation;
import org.snmf.models.generate.GenerationOptions;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.Trace;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/** Goldens with a plan ({@code golden.json}): sequences, padded batches, interventions and greedy continuations. */
final class SequenceParity {
    private final LanguageModel model;
    private final GoldenFile golden;
    private final Family.Tolerance tolerance;
    private final Progress progress;
    private final List<int[]> sequences;
    private final List<Difference> differences = new ArrayList<>();

    SequenceParity(LanguageModel model, GoldenFile golden, Family.Tolerance tolerance, Progress progress) {
        this.model = model;
        this.golden = golden;
        this.tolerance = tolerance;
        this.progress = progress;
        this.sequences = GoldenFile.listOfIds(golden.plan().path("sequences"));
    }

    ParityReport compare() {
        for (int s = 0; s < sequences.size() && !progress.stopRequested(); s++) {
            sequence(s);
            progress.report(new Step("parity", s + 1L, sequences.size(), "sequences", ""));
        }
        padded("right");
        padded("left");
        greedy("off", List.of());
        for (int j = 0; j < alphas().length; j++) {
            greedy("iv" + j, List.of(intervention(j)));
        }
        return new ParityReport(differences);
    }

    private void sequence(int s) {
        String name = "s" + s;
        Trace trace = model.trace(sequences.get(s), List.of());
        if (golden.has(name + ".embed")) {
            compare(name + ".embed", "embed", trace.at(0, Site.RESID_PRE), tolerance.others());
        }
        for (Location location : Location.all(model.config())) {
            String tensor = location.site() == Site.FINAL_NORM
                    ? name + ".final_norm"
                    : name + ".L" + location.layer() + "." + location.site().key();
            if (golden.has(tensor)) {
                compare(tensor, location.site().key(), trace.at(location), tolerance.others());
            }
        }
        compare(name + ".logits", "logits", trace.logits(), tolerance.logits());
        for (int j = 0; j < alphas().length; j++) {
            String tensor = name + ".iv" + j + ".logits";
            if (golden.has(tensor)) {
                float[][] logits = model.logits(sequences.get(s), List.of(intervention(j)));
                compare(tensor, "logits, intervention", logits, tolerance.logits());
            }
        }
    }

    private double[] alphas() {
        JsonNode alphas = golden.plan().path("intervention").path("alphas");
        double[] values = new double[golden.has("iv.vector") ? alphas.size() : 0];
        Arrays.setAll(values, j -> alphas.get(j).asDouble());
        return values;
    }

    private Intervention intervention(int j) {
        int layer = golden.plan().path("intervention").path("layer").asInt();
        return Intervention.add(layer, Site.MLP_ACT, golden.floats("iv.vector"), (float) alphas()[j]);
    }

    /** One pass over all sequences together; the golden has rows of padding, which mean nothing and are skipped. */
    private void padded(String side) {
        JsonNode batch = golden.plan().path("batch").path(side);
        if (!golden.has(side + ".logits") || batch.isMissingNode()) {
            return;
        }
        List<int[]> masks = GoldenFile.listOfIds(batch.path("attention_mask"));
        List<int[]> rows = GoldenFile.listOfIds(batch.path("input_ids"));
        List<int[]> real = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            real.add(unpadded(rows.get(row), masks.get(row)));
        }
        float[][][] logits = model.logitsOfAll(real, List.of());
        float[] expected = golden.floats(side + ".logits");
        int vocabulary = model.config().vocabulary();
        double greatest = 0;
        long compared = 0;
        for (int row = 0; row < rows.size(); row++) {
            int position = 0;
            for (int column = 0; column < masks.get(row).length; column++) {
                if (masks.get(row)[column] == 1) {
                    int offset = (row * masks.get(row).length + column) * vocabulary;
                    greatest = Compare.greatest(greatest, logits[row][position++], expected, offset);
                    compared += vocabulary;
                }
            }
        }
        differences.add(new Difference(
                side + ".logits", "logits, batch padded " + side, compared, greatest, tolerance.logits()));
    }

    private static int[] unpadded(int[] ids, int[] mask) {
        int[] real = new int[Arrays.stream(mask).sum()];
        int next = 0;
        for (int column = 0; column < ids.length; column++) {
            if (mask[column] == 1) {
                real[next++] = ids[column];
            }
        }
        return real;
    }

    private void greedy(String name, List<Intervention> interventions) {
        List<int[]> expected =
                GoldenFile.listOfIds(golden.plan().path("greedy").path("ids").path(name));
        if (expected.isEmpty()) {
            return;
        }
        int length = expected.get(0).length;
        List<int[]> found = Generation.generate(
                model,
                sequences,
                sequences.stream().map(sequence -> interventions).toList(),
                GenerationOptions.greedy(length),
                Generation.Listener.NONE,
                progress);
        for (int s = 0; s < expected.size(); s++) {
            differences.add(new Difference(
                    "greedy." + name + "[" + s + "]",
                    "greedy ids" + (interventions.isEmpty() ? "" : ", intervention"),
                    length,
                    Compare.unequal(found.get(s), expected.get(s)),
                    0));
        }
    }

    private void compare(String tensor, String kind, float[][] found, double most) {
        differences.add(Compare.rows(tensor, kind, found, golden.floats(tensor), most));
    }
}
