package org.snmf.experiments.steer;

import java.util.List;
import java.util.Optional;
import org.snmf.experiments.judge.Judgement;
import org.snmf.experiments.judge.Target;

/**
 * A steered direction with what its texts are worth.
 *
 * @param steered the texts
 * @param target what they were judged for, sign 1 and sign −1
 * @param cells scores of the reached cells, in their order
 * @param judgements of each text of each reached cell; empty without a judge
 * @param outputScore {@link OutputScore} of sign 1 and of sign −1
 * @param elsewhere divergence on unrelated prompts at the strength of the best cell, in nats; empty where no cell is best
 */
public record ScoredDirection(
        SteeredDirection steered,
        List<Target> target,
        List<CellScore> cells,
        List<List<Judgement>> judgements,
        List<Double> outputScore,
        Optional<Double> elsewhere) {
    public ScoredDirection {
        target = List.copyOf(target);
        cells = List.copyOf(cells);
        judgements = List.copyOf(judgements);
        outputScore = List.copyOf(outputScore);
    }

    /** The scores of the direction under an aggregation. */
    public Aggregation.Scores scores(Aggregation aggregation) {
        return aggregation.of(cells);
    }
}
