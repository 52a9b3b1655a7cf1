package org.snmf.experiments.intervene;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Intervention;

/** The change of the logits after each of several prompts under an intervention. */
public final class LogitChange {
    private static final int LOGITS = 1 << 22;

    private final LanguageModel model;
    private final List<int[]> prompts;
    private final float[][] base;

    /** Runs the prompts once without intervention. */
    public LogitChange(LanguageModel model, List<int[]> prompts) {
        this.model = model;
        this.prompts = List.copyOf(prompts);
        this.base = model.nextLogits(this.prompts, List.of());
    }

    public int prompts() {
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

    /**
     * The mean over the prompts of {@link #under} for each of several interventions: [interventions][V]. Runs as many of
     * them in one pass as keep the logits of the pass below {@value #LOGITS} values.
     */
    public List<double[]> meansUnder(List<List<Intervention>> interventions) {
        int atOnce = Math.max(1, LOGITS / base.length / vocabulary());
        List<double[]> means = new ArrayList<>();
        for (int from = 0; from < interventions.size(); from += atOnce) {
            means.addAll(onePass(interventions.subList(from, Math.min(interventions.size(), from + atOnce))));
        }
        return means;
    }

    private List<double[]> onePass(List<List<Intervention>> interventions) {
        List<int[]> rows = new ArrayList<>();
        List<List<Intervention>> perRow = new ArrayList<>();
        for (List<Intervention> one : interventions) {
            rows.addAll(prompts);
            perRow.addAll(Collections.nCopies(prompts.size(), one));
        }
        float[][] changed = model.nextLogits(rows, perRow);
        List<double[]> means = new ArrayList<>();
        for (int i = 0; i < interventions.size(); i++) {
            double[] mean = new double[vocabulary()];
            for (int p = 0; p < base.length && !interventions.get(i).isEmpty(); p++) {
                add(mean, changed[i * base.length + p], base[p]);
            }
            means.add(mean);
        }
        return means;
    }

    private void add(double[] mean, float[] changed, float[] before) {
        for (int v = 0; v < mean.length; v++) {
            mean[v] += (changed[v] - before[v]) / base.length;
        }
    }
}
