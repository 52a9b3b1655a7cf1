package org.snmf.experiments.intervene;

import java.util.Arrays;
import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.experiments.overlap.NeuronGroups;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Intervention;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/** The causal test of core and exclusive neurons (paper, section 6 and Table 2). */
public final class GroupEffects {
    private GroupEffects() {}

    /**
     * Amplifies each group in turn and measures the logits after each prompt.
     *
     * @param model the network that the features come from; only read
     * @param prompts token ids; the paper uses "I think that"
     * @param groups one feature for each concept, in the order of the concepts
     * @param concepts names of the concepts
     * @param tokens the vocabulary token of each concept
     * @param amplification what is added, and where
     * @param progress told of every group; when it requests a stop, the groups not reached have changes of NaN
     */
    public static EffectMatrix measure(
            LanguageModel model,
            List<int[]> prompts,
            NeuronGroups groups,
            List<String> concepts,
            int[] tokens,
            Amplification amplification,
            Progress progress) {
        int count = groups.size();
        if (concepts.size() != count || tokens.length != count || prompts.isEmpty()) {
            throw new InputException(
                    "neuron groups",
                    "a concept and a token for each of " + count + " features, and a prompt",
                    concepts.size() + " concepts, " + tokens.length + " tokens and " + prompts.size() + " prompts",
                    "");
        }
        LogitChange change = new LogitChange(model, prompts);
        double[][][] changes = new double[count + 1][count][prompts.size()];
        double[] means = new double[count + 1];
        for (int row = 0; row <= count; row++) {
            float[] direction = row < count ? groups.exclusiveDirection(row) : groups.coreDirection();
            if (progress.stopRequested()) {
                fill(changes[row], Float.NaN);
                means[row] = Double.NaN;
                continue;
            }
            List<Intervention> added = amplification.along(direction);
            if (added.isEmpty()) {
                String name = row < count ? "exclusive neurons of " + concepts.get(row) : "core";
                progress.warn("The " + name + " are none: nothing was added and nothing changed.");
            }
            float[][] changed = change.under(added);
            for (int p = 0; p < changed.length; p++) {
                for (int c = 0; c < count; c++) {
                    changes[row][c][p] = changed[p][tokens[c]];
                }
                means[row] += mean(changed[p]) / changed.length;
            }
            progress.report(new Step("amplify neurons", row + 1, count + 1, "groups", ""));
        }
        return new EffectMatrix(List.copyOf(concepts), changes, means, groups.text(), amplification);
    }

    private static void fill(double[][] rows, double value) {
        for (double[] row : rows) {
            Arrays.fill(row, value);
        }
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
