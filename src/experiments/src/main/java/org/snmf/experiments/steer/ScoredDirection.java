package org.snmf.experiments.steer;

import java.util.List;
import java.util.Optional;
import org.snmf.experiments.judge.Judgement;

/**
 * A steered direction with what its texts are worth.
 *
 * @param steered the texts
 * @param aim what they were judged for
 * @param cells scores of the reached cells, in their order
 * @param judgements of each text of each reached cell; empty without a judge
 * @param effects what needs no judge
 */
public record ScoredDirection(
        SteeredDirection steered, Aim aim, List<CellScore> cells, List<List<Judgement>> judgements, Effects effects) {
    public ScoredDirection {
        cells = List.copyOf(cells);
        judgements = List.copyOf(judgements);
    }

    /** The scores of the direction under an aggregation. */
    public Aggregation.Scores scores(Aggregation aggregation) {
        return aggregation.of(cells);
    }

    /**
     * The cell to look at: the one with the best final score; without a judge the middle one of the first sign
     * that has cells.
     *
     * @return empty where none is reached
     */
    public Optional<CellScore> shown() {
        return Aggregation.shown(cells);
    }
}
