package org.snmf.views.steer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.snmf.experiments.steer.CellScore;
import org.snmf.experiments.steer.LogitShift;
import org.snmf.experiments.steer.LogitShift.Change;
import org.snmf.experiments.steer.ScoredDirection;
import org.snmf.experiments.steer.Strength;
import org.snmf.models.network.ScoredToken;
import org.snmf.views.display.Display;
import org.snmf.views.display.Displayable;
import org.snmf.views.display.Numbers;
import org.snmf.views.display.Visible;
import org.snmf.views.steer.Sheet.Cell;

/** One direction: a steered text of every strength beside an unsteered one, and the logits that rise and fall. */
public final class SteeredFeature implements Displayable {
    private static final int PROMOTED = 8;

    private final ScoredDirection one;
    private final List<String> unsteered;

    /** @param unsteered texts without anything added */
    public SteeredFeature(ScoredDirection one, List<String> unsteered) {
        this.one = one;
        this.unsteered = List.copyOf(unsteered);
    }

    @Override
    public Display display() {
        List<List<Cell>> rows = new ArrayList<>();
        rows.add(Stream.of(
                        "unsteered",
                        "–",
                        "–",
                        "–",
                        unsteered.isEmpty() ? "" : unsteered.get(0).strip())
                .map(Cell::of)
                .toList());
        for (CellScore cell : one.cells()) {
            rows.add(List.of(
                    Cell.of(added(cell.strength())),
                    Cell.of(Numbers.shortly(cell.strength().relative())),
                    Cell.of(Sheet.number(cell.concept())),
                    Cell.of(Sheet.number(cell.fluency())),
                    text(cell)));
        }
        Sheet sheet = new Sheet()
                .texts(
                        name(one) + ": + promotes " + tokens(0) + "; − promotes " + tokens(1),
                        List.of("added", "α", "concept", "fluency", "text"),
                        rows);
        one.effects()
                .shift()
                .ifPresent(shift -> sheet.numbers(
                        "Next token at " + added(shift.strength()),
                        List.of("rises", "logit", "p", "falls", "logit", "p"),
                        rows(shift)));
        return sheet.noted(
                "Judged for: + " + aim(0) + "; − "
                        + aim(1)
                        + ". α in mean lengths of what the MLP adds. p: without and with steering. Promoted tokens are marked.");
    }

    private static String name(ScoredDirection one) {
        return Visible.title(one.steered().name());
    }

    private String aim(int side) {
        return Visible.title(one.aim().targets().get(side).description());
    }

    private String tokens(int side) {
        return one.effects().promoted().get(side).stream()
                .limit(PROMOTED)
                .map(ScoredToken::text)
                .map(Visible::token)
                .collect(Collectors.joining(" "));
    }

    private static List<List<String>> rows(LogitShift shift) {
        return IntStream.range(0, shift.risen().size())
                .mapToObj(i -> Stream.of(shift.risen().get(i), shift.fallen().get(i))
                        .flatMap(SteeredFeature::cells)
                        .toList())
                .toList();
    }

    private static Stream<String> cells(Change change) {
        return Stream.of(
                Visible.token(change.token()),
                Numbers.signed(change.logit()),
                Numbers.percent(change.before()) + " → " + Numbers.percent(change.after()));
    }

    private Cell text(CellScore cell) {
        int side = cell.strength().sign() > 0 ? 0 : 1;
        return new Cell(
                one.steered()
                        .reached()
                        .filter(reached -> reached.strength().equals(cell.strength()))
                        .findFirst()
                        .orElseThrow()
                        .texts()
                        .get(0)
                        .strip(),
                new MarkedText(one.effects().promoted().get(side)));
    }

    private static String added(Strength strength) {
        return String.format(Locale.ROOT, "%s, KL %s", strength.sign() > 0 ? "+" : "−", strength.target());
    }

    /** Name, strength and first text of the cell to look at. */
    static Optional<List<Cell>> shown(ScoredDirection one) {
        return one.shown()
                .map(cell -> List.of(
                        Cell.of(name(one)),
                        Cell.of(added(cell.strength())),
                        new SteeredFeature(one, List.of()).text(cell)));
    }
}
