package org.snmf.views.steer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.snmf.experiments.steer.Aggregation;
import org.snmf.experiments.steer.CellScore;
import org.snmf.experiments.steer.ScoredDirection;
import org.snmf.experiments.steer.SteeredDirection.Cell;
import org.snmf.experiments.steer.Strength;
import org.snmf.views.display.Display;
import org.snmf.views.display.Displayable;
import org.snmf.views.display.Html;
import org.snmf.views.display.PlainTable;
import org.snmf.views.display.Theme;

/** What steering with features came to: a row of scores for each, then steered texts beside an unsteered one. */
public final class SteeringTable implements Displayable {
    private static final int SHOWN = 8;

    private final String title;
    private final String judge;
    private final Aggregation aggregation;
    private final List<ScoredDirection> directions;
    private final List<String> unsteered;

    /**
     * @param title that names model, layer and prompt
     * @param judge who gave the scores; empty where nobody did
     * @param aggregation how cells become one score
     * @param unsteered texts without anything added
     */
    public SteeringTable(
            String title,
            String judge,
            Aggregation aggregation,
            List<ScoredDirection> directions,
            List<String> unsteered) {
        this.title = title;
        this.judge = judge;
        this.aggregation = aggregation;
        this.directions = List.copyOf(directions);
        this.unsteered = List.copyOf(unsteered);
    }

    /** The scored directions, in the order given. */
    public List<ScoredDirection> directions() {
        return directions;
    }

    /** Texts without anything added. */
    public List<String> unsteered() {
        return unsteered;
    }

    @Override
    public Display display() {
        Html html = Theme.open();
        StringBuilder plain = new StringBuilder();
        List<ScoredDirection> best = directions.stream()
                .sorted(Comparator.comparingDouble((ScoredDirection one) -> -rank(one)))
                .toList();
        append(
                html,
                plain,
                title,
                List.of(
                        "direction",
                        "reached",
                        "concept",
                        "fluency",
                        "final",
                        "KL elsewhere",
                        "output score",
                        "perplexity"),
                best.stream().map(this::row).toList());
        List<List<String>> texts = new ArrayList<>();
        texts.add(List.of(
                "unsteered", "–", unsteered.isEmpty() ? "" : unsteered.get(0).strip()));
        for (ScoredDirection one : best.subList(0, Math.min(SHOWN, best.size()))) {
            shown(one).ifPresent(texts::add);
        }
        append(html, plain, "Texts", List.of("direction", "added", "text"), texts);
        String note = note();
        return Display.of(
                html.element("div", note, "class", "snmf-note").close().build(),
                plain.append(note).toString());
    }

    private double rank(ScoredDirection one) {
        double score = one.scores(aggregation).finalScore();
        return Double.isFinite(score)
                ? score
                : one.outputScore().stream().mapToDouble(x -> x).max().orElse(0) - 1;
    }

    private List<String> row(ScoredDirection one) {
        Aggregation.Scores scores = one.scores(aggregation);
        return List.of(
                one.steered().name(),
                one.cells().size() + " of " + one.steered().cells().size(),
                number(scores.concept()),
                number(scores.fluency()),
                number(scores.finalScore()),
                one.elsewhere().map(SteeringTable::number).orElse("–"),
                number(one.outputScore().stream().mapToDouble(x -> x).max().orElse(Double.NaN)),
                number(one.cells().stream()
                        .mapToDouble(CellScore::perplexity)
                        .average()
                        .orElse(Double.NaN)));
    }

    /** The first text of the best cell; without a judge, of the middle one of the reached cells. */
    private static Optional<List<String>> shown(ScoredDirection one) {
        List<Cell> reached = one.steered().reached().toList();
        if (reached.isEmpty()) {
            return Optional.empty();
        }
        Strength wanted = Aggregation.best(one.cells())
                .map(cell -> (Strength) cell.strength())
                .orElse(reached.get(reached.size() / 2).strength());
        return reached.stream()
                .filter(cell -> cell.strength().equals(wanted))
                .findFirst()
                .map(cell -> List.of(
                        one.steered().name(),
                        (wanted.sign() > 0 ? "+" : "−") + ", KL " + String.valueOf(wanted.target()),
                        cell.texts().get(0).strip()));
    }

    private String note() {
        String scored = judge.isEmpty()
                ? "No judge: texts have no scores of concept and fluency. "
                : "Scores from 0 to 2 by " + judge + ", " + aggregation.text() + ". ";
        long texts = directions.stream()
                .flatMap(one -> one.judgements().stream())
                .mapToLong(List::size)
                .sum();
        long without = texts
                - directions.stream()
                        .flatMap(one -> one.cells().stream())
                        .mapToLong(CellScore::scored)
                        .sum();
        return scored
                + (without > 0 ? without + " of " + texts + " texts have no score. " : "")
                + "Reached: targets and signs for which a strength was found. KL elsewhere: nats on unrelated prompts at the "
                + "best strength. Output score: the better of both signs. Perplexity: of the texts under the unsteered model.";
    }

    private static void append(
            Html html, StringBuilder plain, String caption, List<String> head, List<List<String>> rows) {
        boolean texts = head.get(head.size() - 1).equals("text");
        PlainTable table = new PlainTable();
        html.element("div", caption, "class", "snmf-caption")
                .open("table", "class", "snmf-table")
                .open("tr");
        for (int c = 0; c < head.size(); c++) {
            boolean number = c > 0 && !texts;
            html.element("th", head.get(c), "class", number ? "snmf-number" : null);
            table = number ? table.number(head.get(c)) : table.text(head.get(c));
        }
        html.close();
        for (List<String> row : rows) {
            html.open("tr");
            for (int c = 0; c < row.size(); c++) {
                html.element("td", row.get(c), "class", c > 0 && !texts ? "snmf-number" : null);
            }
            html.close();
            table.row(Stream.concat(
                            row.subList(0, row.size() - 1).stream(),
                            Stream.of(row.get(row.size() - 1).replaceAll("\\s+", " ")))
                    .toList());
        }
        html.close();
        plain.append(caption).append('\n').append(table.build()).append('\n');
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value) : "–";
    }
}
