package org.snmf.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snmf.experiments.steer.Aggregation;
import org.snmf.experiments.steer.CellScore;
import org.snmf.experiments.steer.ScoredDirection;
import org.snmf.experiments.steer.SteeredDirection;
import org.snmf.models.network.ScoredToken;

/** Ten directions that steer best and ten that steer worst by the final score of their best cell, with a text of that cell. */
final class SteeringExamples {
    private static final int SHOWN = 10;
    private static final int PROMOTED = 6;

    private SteeringExamples() {}

    /**
     * A line of cells for each example: the best first, then the worst.
     *
     * @param places where each direction is
     */
    static List<List<String>> of(Map<ScoredDirection, String> places) {
        List<ScoredDirection> ordered = places.keySet().stream()
                .filter(one -> Double.isFinite(score(one)))
                .sorted(Comparator.comparingDouble(one -> -score(one)))
                .toList();
        int shown = Math.min(SHOWN, ordered.size() / 2);
        List<List<String>> lines = new ArrayList<>();
        for (ScoredDirection one : ordered.subList(0, shown)) {
            lines.add(line("best", places.getOrDefault(one, ""), one));
        }
        for (ScoredDirection one : ordered.subList(ordered.size() - shown, ordered.size())) {
            lines.add(line("worst", places.getOrDefault(one, ""), one));
        }
        return lines;
    }

    private static double score(ScoredDirection one) {
        return one.scores(Aggregation.BEST_CELL).finalScore();
    }

    private static List<String> line(String which, String place, ScoredDirection one) {
        CellScore cell = one.shown().orElseThrow();
        int side = cell.strength().sign() > 0 ? 0 : 1;
        List<String> promoted = one.effects().promoted().get(side).stream()
                .limit(PROMOTED)
                .map(ScoredToken::text)
                .map(String::strip)
                .toList();
        return List.of(
                which,
                place,
                one.steered().name(),
                one.aim().targets().get(side).description(),
                "promotes " + promoted,
                (side == 0 ? "+" : "−") + " KL " + cell.strength().target(),
                String.format(Locale.ROOT, "%.3f = %.3f, %.3f", cell.finalScore(), cell.concept(), cell.fluency()),
                text(one, cell).strip().replaceAll("\\s+", " "));
    }

    private static String text(ScoredDirection one, CellScore cell) {
        return one.steered()
                .reached()
                .filter(reached -> reached.strength().equals(cell.strength()))
                .map(SteeredDirection.Cell::texts)
                .findFirst()
                .orElseThrow()
                .get(0);
    }
}
