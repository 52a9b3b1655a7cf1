package org.snmf.experiments.steer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.snmf.experiments.judge.Continuations;
import org.snmf.experiments.judge.Judge;
import org.snmf.experiments.judge.Judgement;
import org.snmf.experiments.judge.Score;
import org.snmf.experiments.judge.Target;
import org.snmf.experiments.rivals.Rival;
import org.snmf.experiments.steer.SteeredDirection.Cell;
import org.snmf.experiments.steer.Strength.Reached;
import org.snmf.experiments.texts.Repetition;
import org.snmf.experiments.texts.TextLikelihood;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.ScoredToken;
import org.snmf.progress.Progress;

/** Scores steered texts with a judge, where there is one, and without: likelihood, repetition, effects elsewhere. */
public final class SteeringScores {
    /** Prompts that have nothing to do with the one that is steered: what steering costs elsewhere. */
    public static final List<String> UNRELATED = List.of(
            "The capital of the country is",
            "She opened the door and",
            "In the morning the children",
            "The number of people who",
            "Once upon a time there was",
            "He bought two apples and",
            "The water in the river",
            "My friend told me to");

    private final Steering steering;
    private final List<String> unsteered;
    private final Optional<Judge> judge;
    private final TextLikelihood likelihood;
    private final OutputScore outputScore;
    private final Divergences elsewhere;
    private final LanguageModel model;

    /**
     * @param model the model that wrote the texts; stays open
     * @param steering how they were written
     * @param unsteered its texts without anything added, for judges to compare with
     * @param judge scores concept and fluency; stays open
     */
    public SteeringScores(LanguageModel model, Steering steering, List<String> unsteered, Optional<Judge> judge) {
        this.model = model;
        this.steering = steering;
        this.unsteered = List.copyOf(unsteered);
        this.judge = judge;
        this.likelihood = new TextLikelihood(model);
        this.outputScore = new OutputScore(model, steering.location().layer());
        this.elsewhere = new Divergences(model, steering.location(), UNRELATED);
    }

    /** Scores the directions of a method that were steered with; a stop leaves the rest unjudged. */
    public SteeredMethod score(Rival rival, List<SteeredDirection> steered, Aims aims, Progress progress) {
        List<ScoredDirection> scored = new ArrayList<>();
        for (SteeredDirection one : steered) {
            float[] f = rival.directions().steering(one.index()).orElseThrow();
            scored.add(score(one, f, aims.of(rival, one.index()), progress));
        }
        return new SteeredMethod(
                rival.method(), rival.remark(), steering.location().layer(), scored);
    }

    /**
     * Scores one direction.
     *
     * @param f its vector of length 1
     * @param aim what it is judged for
     * @param progress a stop leaves the rest unanswered
     */
    public ScoredDirection score(SteeredDirection steered, float[] f, Aim aim, Progress progress) {
        List<CellScore> scores = new ArrayList<>();
        List<List<Judgement>> judgements = new ArrayList<>();
        for (int sign : new int[] {1, -1}) {
            List<Cell> cells = steered.reached()
                    .filter(cell -> cell.strength().sign() == sign)
                    .toList();
            List<String> texts =
                    cells.stream().flatMap(cell -> cell.texts().stream()).toList();
            double[] likely = new double[texts.size()];
            Judgement[] judged = new Judgement[texts.size()];
            judge(texts, aim.targets().get(sign > 0 ? 0 : 1), likely, judged, progress);
            int samples = steering.options().samples();
            for (int c = 0; c < cells.size(); c++) {
                int first = c * samples;
                List<Judgement> own =
                        judge.isPresent() ? Arrays.asList(judged).subList(first, first + samples) : List.of();
                scores.add(cell(cells.get(c), own, Arrays.copyOfRange(likely, first, first + samples)));
                judgements.add(own);
            }
        }
        return new ScoredDirection(steered, aim, scores, judgements, effects(f, aim, scores));
    }

    private Effects effects(float[] f, Aim aim, List<CellScore> scores) {
        List<List<ScoredToken>> promoted = outputScore.promoted(f);
        Optional<Double> cost = Aggregation.best(scores)
                .map(CellScore::strength)
                .map(strength -> elsewhere.of(f, strength.sign() * strength.alpha()));
        return new Effects(
                List.of(outputScore.of(f, 1, promoted.get(0)), outputScore.of(f, -1, promoted.get(1))),
                Effects.inputScore(aim.peaks(), promoted.get(0)),
                promoted,
                cost,
                Aggregation.shown(scores)
                        .map(cell -> LogitShift.of(model, steering.divergences(), f, cell.strength())));
    }

    /** Fills in likelihood and judgement of each text; those after one prompt go to the judge together. */
    private void judge(List<String> texts, Target target, double[] likely, Judgement[] judged, Progress progress) {
        List<String> prompts = steering.options().prompts();
        int samples = steering.options().samples();
        for (int p = 0; p < prompts.size(); p++) {
            int prompt = p;
            int[] after = IntStream.range(0, texts.size())
                    .filter(i -> i % samples % prompts.size() == prompt)
                    .toArray();
            List<String> own = IntStream.of(after).mapToObj(texts::get).toList();
            if (own.isEmpty()) {
                continue;
            }
            double[] means = likelihood.means(prompts.get(p), own);
            // The published judge reads the prompt as a part of the text.
            String read = steering.isPublished() ? prompts.get(p) : "";
            String before = steering.isPublished() ? "" : prompts.get(p);
            List<String> plain = IntStream.range(0, unsteered.size())
                    .filter(i -> i % prompts.size() == prompt)
                    .mapToObj(i -> read + unsteered.get(i))
                    .toList();
            List<String> shown = own.stream().map(read::concat).toList();
            List<Judgement> given = judge.map(
                            one -> one.judge(target, new Continuations(before, plain, shown), progress))
                    .orElse(List.of());
            for (int i = 0; i < after.length; i++) {
                likely[after[i]] = means[i];
                judged[after[i]] = given.isEmpty() ? null : given.get(i);
            }
        }
    }

    private static CellScore cell(Cell cell, List<Judgement> judgements, double[] likely) {
        Map<Score.State, Integer> states = new EnumMap<>(Score.State.class);
        judgements.forEach(one -> states.merge(one.harmonicMean().state(), 1, Integer::sum));
        ToDoubleFunction<Function<Judgement, Score>> mean = axis -> judgements.stream()
                .map(axis)
                .filter(Score::scored)
                .mapToDouble(Score::value)
                .average()
                .orElse(Double.NaN);
        double nats = Arrays.stream(likely).filter(Double::isFinite).average().orElse(Double.NaN);
        return new CellScore(
                (Reached) cell.strength(),
                mean.applyAsDouble(Judgement::concept),
                mean.applyAsDouble(Judgement::fluency),
                mean.applyAsDouble(Judgement::harmonicMean),
                states.getOrDefault(Score.State.SCORED, 0),
                states,
                Math.exp(-nats),
                cell.texts().stream().mapToDouble(Repetition::ofPairs).average().orElse(Double.NaN));
    }
}
