package org.snmf.magics.command.examine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.snmf.experiments.judge.Agreement;
import org.snmf.experiments.judge.Judgement;
import org.snmf.experiments.judge.Score;
import org.snmf.experiments.stats.Bootstrap;
import org.snmf.experiments.stats.Interval;
import org.snmf.experiments.stats.MeanDifference;
import org.snmf.experiments.steer.Aggregation;
import org.snmf.experiments.steer.CellScore;
import org.snmf.experiments.steer.ScoredDirection;
import org.snmf.experiments.steer.SteeredDirection.Cell;
import org.snmf.experiments.steer.SteeredMethod;
import org.snmf.experiments.steer.Steering;
import org.snmf.experiments.steer.Strength;
import org.snmf.models.network.ScoredToken;

/** The machine-readable report of steering. */
final class SteeringReport {
    private SteeringReport() {}

    /** @param methods the features first */
    static Map<String, Object> json(
            Steering run,
            List<SteeredMethod> methods,
            List<String> unsteered,
            String judge,
            Aggregation aggregation,
            Bootstrap bootstrap) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("layer", run.location().layer());
        json.put("location", run.location().key());
        json.put("mean_norm", run.search().meanNorm());
        json.put("prompts", run.options().prompts());
        json.put("protocol", run.isPublished() ? "published" : "each sign searched");
        json.put("judge", judge.isEmpty() ? null : judge);
        json.put("aggregation", aggregation.name().toLowerCase(Locale.ROOT));
        json.put("unsteered", unsteered);
        json.put("features", directions(methods.subList(0, 1)));
        json.put("rivals", directions(methods.subList(1, methods.size())));
        Map<String, Object> all = new LinkedHashMap<>();
        for (SteeredMethod method : methods) {
            Map<String, Object> entry = method(method, aggregation, bootstrap);
            if (!method.equals(methods.get(0))) {
                entry.put("features_less_it", difference(methods.get(0), method, aggregation, bootstrap));
            }
            all.put(method.method(), entry);
        }
        json.put("methods", all);
        return json;
    }

    private static List<Map<String, Object>> directions(List<SteeredMethod> methods) {
        return methods.stream()
                .flatMap(method -> method.directions().stream())
                .map(SteeringReport::feature)
                .toList();
    }

    private static Map<String, ToDoubleFunction<ScoredDirection>> judged(Aggregation aggregation) {
        Map<String, ToDoubleFunction<ScoredDirection>> measures = new LinkedHashMap<>();
        measures.put("final", one -> one.scores(aggregation).finalScore());
        measures.put("concept", one -> one.scores(aggregation).concept());
        measures.put("fluency", one -> one.scores(aggregation).fluency());
        return measures;
    }

    private static Map<String, Object> method(SteeredMethod method, Aggregation aggregation, Bootstrap bootstrap) {
        List<ScoredDirection> own = method.directions();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("how", method.remark());
        json.put("n", method.measured(one -> one.scores(aggregation).finalScore()).length);
        judged(aggregation).forEach((key, measure) -> put(json, key, method.mean(measure, bootstrap)));
        put(
                json,
                "mean_over_cells",
                method.mean(one -> one.scores(Aggregation.MEAN).finalScore(), bootstrap));
        put(json, "kl_elsewhere", method.mean(one -> one.effects().elsewhere().orElse(Double.NaN), bootstrap));
        put(json, "output_score", method.mean(one -> one.effects().greaterOutputScore(), bootstrap));
        put(json, "input_score", method.mean(one -> one.effects().inputScore(), bootstrap));
        foretold(json, "output_score", method.foretells(one -> one.effects().greaterOutputScore(), aggregation));
        foretold(json, "input_score", method.foretells(one -> one.effects().inputScore(), aggregation));
        json.put(
                "cells",
                own.stream().mapToInt(one -> one.steered().cells().size()).sum());
        json.put("reached", own.stream().mapToInt(one -> one.cells().size()).sum());
        return json;
    }

    private static void foretold(Map<String, Object> json, String score, Optional<Agreement> found) {
        found.ifPresent(one -> {
            put(json, score + "_and_final_spearman", one.spearman());
            json.put(score + "_and_final_p", one.p());
        });
    }

    private static Map<String, Object> difference(
            SteeredMethod features, SteeredMethod other, Aggregation aggregation, Bootstrap bootstrap) {
        Map<String, Object> json = new LinkedHashMap<>();
        judged(aggregation).forEach((key, measure) -> {
            MeanDifference less = features.less(other, measure, bootstrap);
            json.put("labels", less.first());
            put(json, key, less.mean());
        });
        return json;
    }

    private static void put(Map<String, Object> json, String key, Interval interval) {
        boolean known = Double.isFinite(interval.estimate());
        json.put(key, known ? interval.estimate() : null);
        json.put(key + "_interval", known ? List.of(interval.low(), interval.high()) : null);
    }

    private static Map<String, Object> feature(ScoredDirection one) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("feature", one.steered().source());
        json.put("method", one.steered().method());
        Map<String, Object> scores = new LinkedHashMap<>();
        for (Aggregation aggregation : Aggregation.values()) {
            Aggregation.Scores found = one.scores(aggregation);
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("final", orNull(found.finalScore()));
            entry.put("concept", orNull(found.concept()));
            entry.put("fluency", orNull(found.fluency()));
            scores.put(aggregation.name().toLowerCase(Locale.ROOT), entry);
        }
        json.put("scores", scores);
        json.put("label", one.aim().label().orElse(null));
        json.put("input_score", orNull(one.effects().inputScore()));
        json.put("kl_elsewhere", one.effects().elsewhere().orElse(null));
        json.put("signs", List.of(sign(one, 1), sign(one, -1)));
        return json;
    }

    private static Map<String, Object> sign(ScoredDirection one, int sign) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sign", sign);
        json.put("description", one.aim().targets().get(sign > 0 ? 0 : 1).description());
        json.put("output_score", one.effects().outputScore().get(sign > 0 ? 0 : 1));
        json.put(
                "promoted",
                one.effects().promoted().get(sign > 0 ? 0 : 1).stream()
                        .map(ScoredToken::text)
                        .toList());
        List<Map<String, Object>> targets = new ArrayList<>();
        int reached = 0;
        for (Cell cell : one.steered().cells()) {
            boolean has = cell.strength().isReached();
            if (cell.strength().sign() == sign) {
                Map<String, Object> entry = strength(cell.strength());
                entry.put("texts", cell.texts());
                if (has) {
                    scores(entry, one.cells().get(reached), one.judgements().get(reached));
                }
                targets.add(entry);
            }
            reached += has ? 1 : 0;
        }
        json.put("targets", targets);
        return json;
    }

    private static Map<String, Object> strength(Strength strength) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kl_target", strength.target());
        if (strength instanceof Strength.Reached one) {
            json.put("state", "reached");
            json.put("kl", one.kl());
            json.put("alpha", one.alpha());
            json.put("alpha_over_norm", one.relative());
            json.put("steps", one.steps());
            json.put("monotone", one.monotone());
        } else if (strength instanceof Strength.OutOfRange one) {
            json.put("state", "out-of-range");
            json.put("kl", null);
            json.put("alpha", null);
            json.put("attainable", List.of(one.low(), one.high()));
            json.put(
                    "curve",
                    one.curve().stream()
                            .map(point -> List.of(point.alpha(), point.kl()))
                            .toList());
        }
        return json;
    }

    private static void scores(Map<String, Object> json, CellScore cell, List<Judgement> judgements) {
        json.put("concept", orNull(cell.concept()));
        json.put("fluency", orNull(cell.fluency()));
        json.put("final", orNull(cell.finalScore()));
        json.put("perplexity", orNull(cell.perplexity()));
        json.put("repetition", orNull(cell.repetition()));
        json.put(
                "scores",
                judgements.stream()
                        .map(one -> Map.of("concept", score(one.concept()), "fluency", score(one.fluency())))
                        .toList());
    }

    private static Map<String, Object> score(Score score) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("state", score.state().name().toLowerCase(Locale.ROOT));
        json.put("value", orNull(score.value()));
        json.put("reason", score.reason());
        return json;
    }

    private static @Nullable Double orNull(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
