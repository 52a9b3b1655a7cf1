package org.snmf.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.directions.SnmfDirections;
import org.snmf.experiments.steer.SteeredDirection;
import org.snmf.experiments.steer.Steering;
import org.snmf.experiments.steer.SteeringFile;
import org.snmf.experiments.steer.SteeringOptions;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.fit.Snmf;
import org.snmf.files.Sha256;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.generate.GenerationOptions;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;

/**
 * Whether the same seed gives the same strengths and texts: a feature alone and among many, and after a resume, as tab-separated
 * lines. The last line is a hash of all of them, to compare processes with different {@code OMP_NUM_THREADS}.
 *
 * <pre>SteeringRepeats MODEL LAYER FEATURES ALONE</pre>
 */
public final class SteeringRepeats {
    private static final PrintStream OUT = System.out;
    private static final int SAMPLES = 2;
    private static final int TOKENS = 20;

    private final Steering steering;
    private final ConceptDirections directions;

    private SteeringRepeats(Steering steering, ConceptDirections directions) {
        this.steering = steering;
        this.directions = directions;
    }

    public static void main(String[] args) throws IOException {
        int layer = Integer.parseInt(args[1]);
        try (LanguageModel model =
                args[0].equals("embedded") ? EmbeddedModel.load() : LanguageModel.load(Path.of(args[0]))) {
            int count = Integer.parseInt(args[2]);
            Factorization fit = Snmf.fit(
                    Capture.inMemory(model, EmbeddedModel.sentences(), CaptureOptions.layers(layer), Progress.NONE)
                            .at(layer, Site.MLP_ACT),
                    SnmfOptions.rank(count).withSparsity(0.05).withThreads(1),
                    Progress.NONE);
            SteeringOptions usual = SteeringOptions.DEFAULT;
            Steering steering = new Steering(
                    model,
                    layer,
                    new SteeringOptions(
                            usual.prompts(),
                            usual.targets(),
                            usual.tolerance(),
                            SAMPLES,
                            GenerationOptions.sampled(TOKENS, 1, 0).withTopK(30)));
            new SteeringRepeats(steering, SnmfDirections.of(fit.features(), model, layer))
                    .run(IntStream.range(0, count).toArray(), Integer.parseInt(args[3]));
        }
    }

    private void run(int[] all, int alone) throws IOException {
        List<SteeredDirection> batch = steering.run(directions, all, Optional.empty(), Progress.NONE);
        List<SteeredDirection> few = batch.subList(0, Math.min(alone, batch.size()));
        long same = few.stream()
                .filter(one -> steering.run(directions, new int[] {one.index()}, Optional.empty(), Progress.NONE)
                        .equals(List.of(one)))
                .count();
        line("alone and among " + batch.size(), same + " of " + few.size() + " directions equal");
        line("after a resume", resumed(all, few.size()).equals(batch) ? "all equal" : "different");
        line(
                "sha256",
                HexFormat.of().formatHex(Sha256.fresh().digest(batch.toString().getBytes(StandardCharsets.UTF_8))));
    }

    /** Stopped after some directions, and gone on with by another run that reads the file again. */
    private List<SteeredDirection> resumed(int[] all, int first) throws IOException {
        Path file = Files.createTempDirectory("steering").resolve("steered.json");
        try {
            steering.run(directions, Arrays.copyOf(all, first), Optional.of(SteeringFile.of(file)), Progress.NONE);
            return steering.run(directions, all, Optional.of(SteeringFile.of(file)), Progress.NONE);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.getParent());
        }
    }

    private static void line(String what, String found) {
        OUT.println(what + "\t" + found);
        OUT.flush();
    }
}
