package org.snmf.magics.options;

import java.util.ArrayList;
import java.util.List;
import org.snmf.experiments.steer.SteeringOptions;
import org.snmf.magics.run.Call;
import org.snmf.models.generate.GenerationOptions;
import picocli.CommandLine.Option;

/** How to steer. */
public final class SteeringChoice {
    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description =
                    "Beginning that the model continues; repeatable. In a cell magic each line is one. Default: 'I think that'.")
    private List<String> prompts = new ArrayList<>();

    @Option(
            names = "--targets",
            split = ",",
            paramLabel = "NATS",
            description =
                    "How far the next token's probabilities are to move, in nats (KL); a strength is searched for each. Default: .025,.05,.1,.15,.25,.35,.5.")
    private List<Double> targets = new ArrayList<>();

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Texts for each target and sign. Default: ${DEFAULT-VALUE}.")
    private int samples = SteeringOptions.DEFAULT.samples();

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            description = "Most tokens of a text. Default: ${DEFAULT-VALUE}.")
    private int tokens = SteeringOptions.DEFAULT.generation().maxNewTokens();

    @Option(
            names = "--top-k",
            paramLabel = "K",
            description = "Draw from the K most likely. Default: ${DEFAULT-VALUE}.")
    private int topK = SteeringOptions.DEFAULT.generation().topK();

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "Logits are divided by it before a token is drawn. Default: ${DEFAULT-VALUE}.")
    private double temperature = SteeringOptions.DEFAULT.generation().temperature();

    @Option(
            names = "--tolerance",
            paramLabel = "NATS",
            description = "How far from its target a divergence may be, in nats. Default: ${DEFAULT-VALUE}.")
    private double tolerance = SteeringOptions.DEFAULT.tolerance();

    /**
     * The options, checked.
     *
     * @param call its body has prompts, one a line
     * @param seed of what is drawn
     */
    public SteeringOptions options(Call call, long seed) {
        List<String> all = new ArrayList<>(prompts);
        call.body().stream()
                .flatMap(String::lines)
                .filter(line -> !line.isBlank())
                .forEach(all::add);
        return new SteeringOptions(
                all.isEmpty() ? SteeringOptions.DEFAULT.prompts() : all,
                targets.isEmpty() ? SteeringOptions.TARGETS : targets,
                tolerance,
                samples,
                GenerationOptions.sampled(tokens, temperature, seed).withTopK(topK));
    }
}
