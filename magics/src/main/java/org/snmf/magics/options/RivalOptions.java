package org.snmf.magics.options;

import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.training.AutoencoderOptions;
import org.snmf.experiments.rivals.Method;
import org.snmf.experiments.rivals.PublishedRival;
import org.snmf.magics.run.Call;
import org.snmf.magics.source.DataSource;
import org.snmf.store.Sentence;
import picocli.CommandLine.Option;

/** Which labelled sentences, and how rivals are made from them: what detection, baselines and steering share. */
public final class RivalOptions {
    @Option(
            names = "--data",
            paramLabel = "FILE",
            completionCandidates = DataSource.Embedded.class,
            description = "Labelled sentences, in the shapes that 'data' reads. Default: the session's data.")
    private String data;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Epochs of each autoencoder. Default: ${DEFAULT-VALUE}, as in the paper.")
    private int epochs = AutoencoderOptions.usual(true, 1, 0).epochs();

    @Option(
            names = "--grid",
            paramLabel = "HOW",
            description =
                    "Autoencoders: 'one' (TopK 5, L1 5, rate 5e-4) or 'full' (the nine of each kind of the paper). "
                            + "Default: ${DEFAULT-VALUE}.")
    private String grid = "one";

    @Option(
            names = "--sparsity-weight",
            paramLabel = "W",
            description =
                    "Weight of the number of active latents beside the KL divergence, when an autoencoder's checkpoint is "
                            + "chosen; 0 leaves it out, as the paper does for Gemma. Default: ${DEFAULT-VALUE}.")
    public double sparsityWeight = 1;

    @Option(
            names = "--sample",
            paramLabel = "N",
            description = "Latents to draw of each dictionary of others. Default: ${DEFAULT-VALUE}, as in the paper.")
    public int sample = PublishedRival.SAMPLE;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of what is drawn. Default: ${DEFAULT-VALUE}.")
    public long seed;

    @Option(names = "--dry-run", description = "Show shapes, memory and an estimate of time; measure nothing.")
    public boolean dryRun;

    /** All labelled sentences. */
    public List<Sentence> sentences(Call call) {
        return data == null ? call.session().sentences() : DataSource.read(data);
    }

    /** The trainings of one kind of autoencoder with as many latents as there are features. */
    public List<AutoencoderOptions> runs(Method method, int latents) {
        List<AutoencoderOptions> runs = method == Method.SAE_TOPK
                ? AutoencoderOptions.topKGrid(latents, seed)
                : AutoencoderOptions.l1Grid(latents, seed);
        List<AutoencoderOptions> asked =
                switch (grid) {
                    case "full" -> runs;
                    case "one" -> List.of(AutoencoderOptions.usual(method == Method.SAE_TOPK, latents, seed));
                    default -> throw new InputException("--grid", "one or full", grid, "");
                };
        return asked.stream().map(run -> run.withEpochs(epochs)).toList();
    }
}
