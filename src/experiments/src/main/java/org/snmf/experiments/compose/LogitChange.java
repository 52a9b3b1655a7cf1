package org.snmf.experiments.compose;

import java.util.Collections;
import java.util.List;
import org.snmf.models.network.Intervention;
import org.snmf.models.network.LanguageModel;

/** The change of the logits after each of several prompts under an intervention. */
final class LogitChange {
    private final LanguageModel model;
    private final List<int[]> prompts;
    private final float[][] base;

    /** Runs the prompts once without intervention. */
    LogitChange(LanguageModel model, List<int[]> prompts) {
        this.model = model;
        this.prompts = List.copyOf(prompts);
        this.base = model.nextLogits(this.prompts, List.of());
    }

    int prompts() {
        return prompts.size();
    }

    int vocabulary() {
        return base[0].length;
    }

    /** Logits with the intervention less logits without: [prompts][V]. */
    float[][] under(List<Intervention> interventions) {
        if (interventions.isEmpty()) {
            return new float[base.length][vocabulary()];
        }
        float[][] changed = model.nextLogits(prompts, Collections.nCopies(prompts.size(), interventions));
        for (int p = 0; p < changed.length; p++) {
            for (int v = 0; v < changed[p].length; v++) {
                changed[p][v] -= base[p][v];
            }
        }
        return changed;
    }

    /** The mean over the prompts of {@link #under}: [V]. */
    double[] meanUnder(List<Intervention> interventions) {
        double[] mean = new double[vocabulary()];
        for (float[] row : under(interventions)) {
            for (int v = 0; v < mean.length; v++) {
                mean[v] += row[v] / base.length;
            }
        }
        return mean;
    }
}
