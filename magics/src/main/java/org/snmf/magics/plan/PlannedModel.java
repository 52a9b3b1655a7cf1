package org.snmf.magics.plan;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.snmf.magics.report.Facts;
import org.snmf.magics.report.Memory;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.LoadOptions;
import org.snmf.models.network.estimate.MemoryPlan;

/**
 * A model of which only config.json and the headers of its weights are read: what a dry run stands on.
 *
 * @param folder where it lies
 * @param config what config.json says
 * @param options how it would be loaded
 */
public record PlannedModel(Path folder, ModelConfig config, LoadOptions options) {
    public static PlannedModel of(Path folder, LoadOptions options) {
        return new PlannedModel(folder, ModelConfig.read(folder), options);
    }

    /** Adds the memory that the work takes to what a dry run shows and reports. */
    public MemoryPlan show(MemoryPlan.Work work, Facts facts, Map<String, Object> json) {
        MemoryPlan plan = MemoryPlan.of(folder, options, work);
        facts.with("model on disk", Memory.text(plan.onDisk()));
        facts.with("of it used where the file is mapped", Memory.text(plan.mapped()));
        String head = plan.head() > 0 ? ", unembedding " + Memory.text(plan.head()) : "";
        facts.with(
                "weights widened to float32",
                plan.keepsLayers()
                        ? "layers " + Memory.text(plan.layersKept()) + head + ", kept"
                        : "at most " + Memory.text(Math.max(plan.largestLayer(), plan.head())) + ", a layer at a time");
        facts.with("arrays of a batch", Memory.text(plan.perBatch()));
        if (plan.waiting() > 0) {
            facts.with("batches that wait between layers", Memory.text(plan.waiting()));
        }
        if (plan.cache() > 0) {
            facts.with("keys and values", Memory.text(plan.cache()));
        }
        facts.with("native memory at most", Memory.text(plan.peak()));
        json.put("dry_run", true);
        json.put("bytes_on_disk", plan.onDisk());
        json.put("bytes_mapped", plan.mapped());
        json.put("bytes_kept", plan.keepsLayers() ? plan.layersKept() + plan.head() : 0);
        json.put("bytes_of_largest_layer", plan.largestLayer());
        json.put("bytes_of_a_batch", plan.perBatch());
        json.put("bytes_of_keys_and_values", plan.cache());
        json.put("bytes_peak", plan.peak());
        json.put("keeps_layers", plan.keepsLayers());
        return plan;
    }

    /** Adds an estimate of time. */
    public static void showTime(double seconds, Facts facts, Map<String, Object> json) {
        facts.measured("time, roughly", String.format(Locale.ROOT, "%.1f s", seconds));
        json.put("seconds_estimate", seconds);
    }
}
