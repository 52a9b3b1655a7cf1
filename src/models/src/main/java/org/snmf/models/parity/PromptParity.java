package org.snmf.models.parity;

import java.util.ArrayList;
import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.models.checkpoint.Family;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.Trace;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * Goldens whose ids are tensors: {@code p<i>_ids}, {@code p<i>_logits}, {@code p<i>_mlp_post_<layer>} and {@code
 * p<i>_hidden_<layer>}, of which 0 is the embedding and the last is after the final norm.
 */
final class PromptParity {
    private final LanguageModel model;
    private final GoldenFile golden;
    private final Family.Tolerance tolerance;
    private final Progress progress;
    private final List<Difference> differences = new ArrayList<>();

    PromptParity(LanguageModel model, GoldenFile golden, Family.Tolerance tolerance, Progress progress) {
        this.model = model;
        this.golden = golden;
        this.tolerance = tolerance;
        this.progress = progress;
    }

    ParityReport compare() {
        int prompts = 0;
        while (golden.has("p" + prompts + "_ids")) {
            prompts++;
        }
        if (prompts == 0) {
            throw new InputException("golden.safetensors", "golden.json beside it or tensors p0_ids, …", "neither", "");
        }
        for (int p = 0; p < prompts && !progress.stopRequested(); p++) {
            prompt("p" + p);
            progress.report(new Step("parity", p + 1L, prompts, "prompts", ""));
        }
        return new ParityReport(differences);
    }

    private void prompt(String name) {
        Trace trace = model.trace(golden.ids(name + "_ids"), List.of());
        int layers = model.config().layers();
        for (int layer = 0; layer < layers; layer++) {
            compare(name + "_mlp_post_" + layer, "mlp_act", trace.at(layer, Site.MLP_ACT), tolerance.others());
        }
        for (int layer = 0; layer <= layers; layer++) {
            float[][] found = layer == layers ? trace.at(layers - 1, Site.FINAL_NORM) : trace.at(layer, Site.RESID_PRE);
            compare(name + "_hidden_" + layer, layer == layers ? "final_norm" : "resid", found, tolerance.others());
        }
        compare(name + "_logits", "logits", trace.logits(), tolerance.logits());
    }

    private void compare(String tensor, String kind, float[][] found, double most) {
        differences.add(Compare.rows(tensor, kind, found, golden.floats(tensor), most));
    }
}
