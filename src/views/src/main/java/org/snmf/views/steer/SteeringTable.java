package org.snmf.views.steer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.snmf.errors.InputException;
import org.snmf.experiments.judge.Agreement;
import org.snmf.experiments.stats.Bootstrap;
import org.snmf.experiments.stats.MeanDifference;
import org.snmf.experiments.steer.Aggregation;
import org.snmf.experiments.steer.CellScore;
import org.snmf.experiments.steer.ScoredDirection;
import org.snmf.experiments.steer.SteeredMethod;
import org.snmf.views.display.Display;
import org.snmf.views.display.Displayable;
import org.snmf.views.steer.Sheet.Cell;

/**
 * What steering came to: methods with intervals and by how much the first exceeds the others, where there are several; a row of
 * scores for each direction of the first; then steered texts beside an unsteered one.
 */
public final class SteeringTable implements Displayable {
    private static final int SHOWN = 8;

    private final String title;
    private final String judge;
    private final Aggregation aggregation;
    private final List<SteeredMethod> methods;
    private final List<String> unsteered;
    private final Bootstrap bootstrap;

    /**
     * @param title that names model, layer and prompt
     * @param judge who gave the scores; empty where nobody did
     * @param aggregation how cells become one score
     * @param methods the one that others are compared with first
     * @param unsteered texts without anything added
     */
    public SteeringTable(
            String title,
            String judge,
            Aggregation aggregation,
            List<SteeredMethod> methods,
            List<String> unsteered,
            Bootstrap bootstrap) {
        if (methods.isEmpty()) {
            throw new InputException("table of steering", "at least one method", "none", "");
        }
        this.title = title;
        this.judge = judge;
        this.aggregation = aggregation;
        this.methods = List.copyOf(methods);
        this.unsteered = List.copyOf(unsteered);
        this.bootstrap = bootstrap;
    }

    /** The methods, in the order given. */
    public List<SteeredMethod> methods() {
        return methods;
    }

    /** The scored directions of the first method, in the order given. */
    public List<ScoredDirection> directions() {
        return methods.get(0).directions();
    }

    /** Texts without anything added. */
    public List<String> unsteered() {
        return unsteered;
    }

    /** The direction of the first method with the best score; empty where none was steered with. */
    public Optional<SteeredFeature> best() {
        return ranked().findFirst().map(one -> new SteeredFeature(one, unsteered));
    }

    private Stream<ScoredDirection> ranked() {
        return directions().stream().sorted(Comparator.comparingDouble((ScoredDirection one) -> -rank(one)));
    }

    private double rank(ScoredDirection one) {
        double score = one.scores(aggregation).finalScore();
        return Double.isFinite(score) ? score : one.effects().greaterOutputScore() - 1;
    }

    @Override
    public Display display() {
        Sheet sheet = new Sheet();
        if (methods.size() > 1) {
            sheet.numbers(
                    title,
                    List.of("method", "n", "final", "concept", "fluency"),
                    methods.stream().map(this::row).toList());
            sheet.numbers(
                    "Without a judge",
                    List.of("method", "KL elsewhere", "output score", "input score"),
                    methods.stream().map(this::unjudged).toList());
            sheet.numbers(
                    methods.get(0).method() + " less the others, by label",
                    List.of("method", "labels", "final", "concept", "fluency"),
                    methods.stream().skip(1).map(this::difference).toList());
        }
        sheet.numbers(
                methods.size() > 1 ? methods.get(0).method() : title,
                List.of(
                        "direction",
                        "reached",
                        "concept",
                        "fluency",
                        "final",
                        "KL elsewhere",
                        "output score",
                        "input score",
                        "perplexity",
                        "repetition"),
                ranked().map(this::row).toList());
        List<List<Cell>> texts = new ArrayList<>();
        texts.add(Stream.of(
                        "unsteered",
                        "–",
                        unsteered.isEmpty() ? "" : unsteered.get(0).strip())
                .map(Cell::of)
                .toList());
        ranked().limit(SHOWN)
                .map(SteeredFeature::shown)
                .flatMap(Optional::stream)
                .forEach(texts::add);
        return sheet.texts("Texts, promoted tokens marked", List.of("direction", "added", "text"), texts)
                .noted(note());
    }

    private double finalScore(ScoredDirection one) {
        return one.scores(aggregation).finalScore();
    }

    private double concept(ScoredDirection one) {
        return one.scores(aggregation).concept();
    }

    private double fluency(ScoredDirection one) {
        return one.scores(aggregation).fluency();
    }

    private List<String> row(SteeredMethod method) {
        return List.of(
                method.method(),
                String.valueOf(method.directions().size()),
                Sheet.number(method.mean(this::finalScore, bootstrap)),
                Sheet.number(method.mean(this::concept, bootstrap)),
                Sheet.number(method.mean(this::fluency, bootstrap)));
    }

    private List<String> unjudged(SteeredMethod method) {
        return List.of(
                method.method(),
                Sheet.number(method.mean(one -> one.effects().elsewhere().orElse(Double.NaN), bootstrap)
                        .estimate()),
                Sheet.number(method.mean(one -> one.effects().greaterOutputScore(), bootstrap)
                        .estimate()),
                Sheet.number(method.mean(one -> one.effects().inputScore(), bootstrap)
                        .estimate()));
    }

    private List<String> difference(SteeredMethod other) {
        List<ToDoubleFunction<ScoredDirection>> measures = List.of(this::finalScore, this::concept, this::fluency);
        List<String> row = new ArrayList<>(List.of(other.method()));
        for (ToDoubleFunction<ScoredDirection> measure : measures) {
            MeanDifference less = methods.get(0).less(other, measure, bootstrap);
            if (row.size() == 1) {
                row.add(String.valueOf(less.first()));
            }
            row.add(Sheet.number(less.mean()));
        }
        return row;
    }

    private List<String> row(ScoredDirection one) {
        ToDoubleFunction<ToDoubleFunction<CellScore>> mean =
                of -> one.cells().stream().mapToDouble(of).average().orElse(Double.NaN);
        return List.of(
                one.steered().name(),
                one.cells().size() + " of " + one.steered().cells().size(),
                Sheet.number(concept(one)),
                Sheet.number(fluency(one)),
                Sheet.number(finalScore(one)),
                one.effects().elsewhere().map(Sheet::number).orElse("–"),
                Sheet.number(one.effects().greaterOutputScore()),
                Sheet.number(one.effects().inputScore()),
                Sheet.number(mean.applyAsDouble(CellScore::perplexity)),
                Sheet.number(mean.applyAsDouble(CellScore::repetition)));
    }

    private String note() {
        String scored = judge.isEmpty()
                ? "No judge: texts have no scores of concept and fluency. "
                : "Scores from 0 to 2 by " + judge + ", " + aggregation.text() + ". ";
        List<ScoredDirection> all =
                methods.stream().flatMap(method -> method.directions().stream()).toList();
        long texts = all.stream()
                .flatMap(one -> one.judgements().stream())
                .mapToLong(List::size)
                .sum();
        long without = texts
                - all.stream()
                        .flatMap(one -> one.cells().stream())
                        .mapToLong(CellScore::scored)
                        .sum();
        return scored
                + (methods.size() > 1
                        ? "Brackets: 95 % bootstrap intervals over directions, or over labels that both have. "
                        : "")
                + (without > 0 ? without + " of " + texts + " texts have no score. " : "")
                + foretold("Output score", one -> one.effects().greaterOutputScore())
                + foretold("Input score", one -> one.effects().inputScore())
                + "Reached: targets and signs for which a strength was found. KL elsewhere: nats on unrelated prompts at the "
                + "best strength. Output score: the better of both signs. Input score: share of contexts whose strongest token is "
                + "promoted. Perplexity, of the texts under the unsteered model, and repetition: means over cells.";
    }

    private String foretold(String name, ToDoubleFunction<ScoredDirection> measure) {
        Optional<Agreement> found = methods.get(0).foretells(measure, aggregation);
        return found.map(one -> name + " and final score of " + one.n() + " directions: Spearman "
                        + Sheet.number(one.spearman()) + ". ")
                .orElse("");
    }
}
