package org.snmf.experiments.steer;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** How the cells of a direction become one score; the paper's words allow both of the first two. */
public enum Aggregation {
    /** The cell with the best final score; concept and fluency are its own. */
    BEST_CELL("at the cell with the best final score"),
    /** Each score at the cell where it is best itself. */
    EACH_AT_ITS_BEST("each at the cell where it is best"),
    /** The mean over all cells that were reached. */
    MEAN("mean over all reached cells");

    private final String text;

    Aggregation(String text) {
        this.text = text;
    }

    /** For tables. */
    public String text() {
        return text;
    }

    /**
     * Scores of a direction; NaN where no cell has one.
     *
     * @param finalScore harmonic mean of concept and fluency, a text, then averaged
     * @param concept concept score
     * @param fluency fluency score
     */
    public record Scores(double finalScore, double concept, double fluency) {}

    /** As options spell it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One score of all cells. */
    public Scores of(List<CellScore> cells) {
        if (this == BEST_CELL) {
            return best(cells)
                    .map(cell -> new Scores(cell.finalScore(), cell.concept(), cell.fluency()))
                    .orElse(new Scores(Double.NaN, Double.NaN, Double.NaN));
        }
        return new Scores(
                one(cells, CellScore::finalScore), one(cells, CellScore::concept), one(cells, CellScore::fluency));
    }

    private double one(List<CellScore> cells, ToDoubleFunction<CellScore> score) {
        var values = cells.stream().mapToDouble(score).filter(Double::isFinite);
        return (this == MEAN ? values.average() : values.max()).orElse(Double.NaN);
    }

    /** The cell with the best final score, the first of equals. */
    public static Optional<CellScore> best(List<CellScore> cells) {
        return cells.stream()
                .filter(cell -> Double.isFinite(cell.finalScore()))
                .sorted(Comparator.comparingDouble(cell -> -cell.finalScore()))
                .findFirst();
    }

    /** {@link #best}; where no cell has a final score, the middle one of the first sign that has cells. */
    static Optional<CellScore> shown(List<CellScore> cells) {
        return best(cells).or(() -> {
            List<CellScore> first = cells.stream()
                    .filter(cell ->
                            cell.strength().sign() == cells.get(0).strength().sign())
                    .toList();
            return first.isEmpty() ? Optional.empty() : Optional.of(first.get(first.size() / 2));
        });
    }
}
