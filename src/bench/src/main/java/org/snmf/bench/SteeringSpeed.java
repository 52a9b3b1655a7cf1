package org.snmf.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.snmf.experiments.directions.OutputDirections;
import org.snmf.experiments.directions.Vectors;
import org.snmf.models.generate.Generation;
import org.snmf.models.generate.GenerationOptions;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.SharedPrompts;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Location;
import org.snmf.progress.Progress;

/**
 * Writes the 112 texts of one steered direction and prints the quickest of some repeats as JSON, for {@code
 * compare_steering.py}.
 *
 * <pre>SteeringSpeed MODEL LAYER THREADS REPEATS</pre>
 */
public final class SteeringSpeed {
    private static final PrintStream OUT = System.out;
    private static final int[] PROMPT = {1, 300, 301, 302, 303};
    private static final int STRENGTHS = 14;
    private static final int SAMPLES = 8;
    private static final int TOKENS = 50;

    private SteeringSpeed() {}

    public static void main(String[] args) {
        try (LanguageModel model = LanguageModel.load(Path.of(args[0]))) {
            Location location = OutputDirections.space(model.config(), Integer.parseInt(args[1]));
            SplittableRandom random = new SplittableRandom(1);
            float[] f = new float[model.config().hidden()];
            for (int j = 0; j < f.length; j++) {
                f[j] = (float) random.nextGaussian();
            }
            float[] unit = Vectors.unit(f).orElseThrow();
            List<List<Intervention>> added = new ArrayList<>();
            for (int s = 0; s < STRENGTHS; s++) {
                float alpha = -2 + 4f * s / (STRENGTHS - 1);
                Intervention one = Intervention.add(location.layer(), location.site(), unit, alpha);
                for (int i = 0; i < SAMPLES; i++) {
                    added.add(List.of(one));
                }
            }
            long wall = Long.MAX_VALUE;
            long cpu = Long.MAX_VALUE;
            for (int repeat = 0; repeat < Integer.parseInt(args[3]); repeat++) {
                long begun = System.nanoTime();
                long used = processorNanos();
                write(model, location, added);
                wall = Math.min(wall, System.nanoTime() - begun);
                cpu = Math.min(cpu, processorNanos() - used);
            }
            OUT.printf("{\"wall\": %s, \"cpu\": %s}%n", wall / 1e9, cpu / 1e9);
        }
    }

    private static void write(LanguageModel model, Location location, List<List<Intervention>> added) {
        long[] seeds = LongStream.range(0, added.size()).toArray();
        GenerationOptions options = GenerationOptions.sampled(TOKENS, 1, 0).withTopK(30);
        try (SharedPrompts shared = model.share(List.of(PROMPT), location)) {
            Generation.generate(shared, new int[added.size()], added, options, seeds, Progress.NONE);
        }
    }

    /** Processor time of this process, all threads together. */
    static long processorNanos() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime();
    }
}
