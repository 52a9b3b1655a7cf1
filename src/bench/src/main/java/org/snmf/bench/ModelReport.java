package org.snmf.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.snmf.data.DataSet;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.capture.CaptureReport;
import org.snmf.models.generate.Generation;
import org.snmf.models.network.LanguageModel;
import org.snmf.progress.PeakMemory;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;

/**
 * Capture, generation and memory of a model in a process of its own, as one JSON object on standard output: what {@code
 * compare_models.py} runs by turns with a peer.
 *
 * <pre>
 * ModelReport capture MODEL DATA LAYERS REPEATS
 * ModelReport generate MODEL BATCHES NEW_TOKENS REPEATS
 * ModelReport memory MODEL PASSES
 * </pre>
 *
 * {@code LAYERS}, {@code BATCHES} and {@code PASSES} are numbers with commas between them. Of repeats the quickest
 * counts: it is the one that others disturbed least.
 */
public final class ModelReport {
    private static final int PROMPT = 16;

    private final LanguageModel model;
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ObjectNode json = new ObjectMapper().createObjectNode();

    private ModelReport(LanguageModel model) {
        this.model = model;
    }

    public static void main(String[] args) {
        try (LanguageModel model = LanguageModel.load(Path.of(args[1]))) {
            ModelReport report = new ModelReport(model);
            switch (args[0]) {
                case "capture" -> report.capture(Path.of(args[2]), numbers(args[3]), Integer.parseInt(args[4]));
                case "generate" ->
                    report.generate(numbers(args[2]), Integer.parseInt(args[3]), Integer.parseInt(args[4]));
                case "memory" -> report.memory(numbers(args[2]));
                default -> throw new IllegalArgumentException("capture, generate or memory: " + args[0]);
            }
            System.out.println(report.json);
        }
    }

    private static int[] numbers(String list) {
        return Arrays.stream(list.split(",")).mapToInt(Integer::parseInt).toArray();
    }

    private void capture(Path data, int[] layers, int repeats) {
        List<Sentence> sentences = DataSet.of(data);
        CaptureOptions options = CaptureOptions.layers(layers).withSpecialTokens(true);
        double seconds = Double.POSITIVE_INFINITY;
        double cpu = Double.POSITIVE_INFINITY;
        long tokens = 0;
        for (int i = 0; i < repeats; i++) {
            long before = system.getProcessCpuTime();
            CaptureReport last =
                    Capture.inMemory(model, sentences, options, Progress.NONE).report();
            cpu = Math.min(cpu, (system.getProcessCpuTime() - before) * 1e-9);
            seconds = Math.min(seconds, last.seconds());
            tokens = last.tokensRead();
        }
        json.put("tokens", tokens);
        json.put("seconds", seconds);
        json.put("tokens_per_second", tokens / seconds);
        json.put("tokens_per_cpu_second", tokens / cpu);
        PeakMemory.residentMebibytes().ifPresent(peak -> json.put("peak_resident_mib", peak));
    }

    private void generate(int[] batches, int newTokens, int repeats) {
        ArrayNode rows = json.putArray("batches");
        for (int batch : batches) {
            double seconds = Double.POSITIVE_INFINITY;
            double cpu = Double.POSITIVE_INFINITY;
            for (int i = 0; i < repeats; i++) {
                long before = system.getProcessCpuTime();
                long started = System.nanoTime();
                Generation.greedy(model, prompts(batch), newTokens);
                seconds = Math.min(seconds, (System.nanoTime() - started) * 1e-9);
                cpu = Math.min(cpu, (system.getProcessCpuTime() - before) * 1e-9);
            }
            ObjectNode row = rows.addObject();
            row.put("batch", batch);
            row.put("tokens_per_second", batch * newTokens / seconds);
            row.put("tokens_per_cpu_second", batch * newTokens / cpu);
        }
    }

    /** Prompts of {@link #PROMPT} ids each, the same as the peer's. */
    private List<int[]> prompts(int batch) {
        List<int[]> prompts = new ArrayList<>();
        for (int row = 0; row < batch; row++) {
            int[] ids = new int[PROMPT];
            for (int t = 0; t < PROMPT; t++) {
                ids[t] = (row * 131 + t * 17 + 5) % model.config().vocabulary();
            }
            prompts.add(ids);
        }
        return prompts;
    }

    private void memory(int[] passes) {
        ArrayNode rows = json.putArray("passes");
        int done = 0;
        for (int until : passes) {
            for (; done < until; done++) {
                model.nextLogits(prompts(4), List.of());
            }
            System.gc();
            ObjectNode row = rows.addObject();
            row.put("passes", done);
            row.put("live_arrays", model.liveArrays());
            PeakMemory.residentNowMebibytes().ifPresent(now -> row.put("resident_mib", now));
        }
    }
}
