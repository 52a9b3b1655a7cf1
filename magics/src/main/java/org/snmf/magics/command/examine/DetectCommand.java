package org.snmf.magics.command.examine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.snmf.experiments.detect.Detection;
import org.snmf.experiments.detect.MethodScores;
import org.snmf.experiments.detect.Score;
import org.snmf.experiments.rivals.Rival;
import org.snmf.experiments.stats.Bootstrap;
import org.snmf.experiments.stats.Interval;
import org.snmf.features.FeatureSheet;
import org.snmf.magics.options.DetectionOptions;
import org.snmf.magics.options.FactorizationSource;
import org.snmf.magics.options.ModelSource;
import org.snmf.magics.options.RivalList;
import org.snmf.magics.options.RivalMaker;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.session.HeldFactorization;
import org.snmf.models.network.LanguageModel;
import org.snmf.views.detect.DetectionBoxes;
import org.snmf.views.detect.DetectionTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tests whether features tell sentences with their label from sentences without. */
@Command(
        description = "Concept detection: whether features tell sentences with their label from sentences without, "
                + "beside other methods on the same data.")
@Example(value = "detect --baseline diffmeans,pca,random", returns = DetectionTable.class)
public final class DetectCommand extends SnmfCommand {
    @Mixin
    private ModelSource model;

    @Mixin
    private FactorizationSource source;

    @Mixin
    private DetectionOptions options;

    @Option(names = "--baseline", paramLabel = "METHODS", description = RivalList.TEXT + "Default: none.")
    private String baseline;

    @Override
    public Outcome run(Call call) {
        RivalList rivals = RivalList.of("--baseline", baseline);
        LanguageModel network = model.load(call).model();
        HeldFactorization held = source.open(call);
        RivalMaker maker = new RivalMaker(call, network, held, options, rivals);
        if (options.dryRun) {
            return maker.plan("concept detection");
        }
        Detection detection = maker.detection();
        List<MethodScores> scores = new ArrayList<>();
        Map<String, String> how = new LinkedHashMap<>();
        for (Rival rival : maker.make()) {
            how.put(rival.method(), rival.remark());
            scores.add(detection.score(rival.directions(), rival.labels(), call.progress()));
        }
        held.note(column(scores.get(0)));
        Bootstrap bootstrap = Bootstrap.seeded(options.seed);
        String title = "Concept detection, " + call.session().modelName() + ", layer " + maker.layer() + ", k = "
                + held.factorization().rank() + ": "
                + maker.parts().set().sentences().size() + " sentences, "
                + maker.parts().set().labels().size() + " labels, held out of the fit: "
                + maker.parts().heldOut();
        DetectionTable table = new DetectionTable(title, scores, bootstrap);
        if (scores.stream().anyMatch(method -> method.scored() > 0)) {
            call.screen()
                    .show(DetectionBoxes.byLayer("Concept detection scores by layer and method", scores)
                            .display());
        }
        return Outcome.of(table, table.display(), json(scores, how, bootstrap, maker));
    }

    /** What the sheet of the features gets. */
    private static FeatureSheet.Column column(MethodScores snmf) {
        Map<Integer, Object> values = new TreeMap<>();
        Map<Integer, String> without = new TreeMap<>();
        for (Score score : snmf.scores()) {
            score.score()
                    .ifPresentOrElse(
                            value -> values.put(score.source(), value),
                            () -> without.put(score.source(), score.state().reason()));
        }
        return new FeatureSheet.Column("detection", "S_CD, labels of contexts", values, without);
    }

    private static Map<String, Object> json(
            List<MethodScores> scores, Map<String, String> how, Bootstrap bootstrap, RivalMaker maker) {
        Map<String, Object> methods = new LinkedHashMap<>();
        for (MethodScores method : scores) {
            methods.put(method.method(), method(method, how.get(method.method()), bootstrap));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("layer", maker.layer());
        json.put("held_out", maker.parts().heldOut());
        json.put("methods", methods);
        json.put(
                "features",
                scores.get(0).scores().stream().map(DetectCommand::feature).toList());
        return json;
    }

    private static Map<String, Object> method(MethodScores method, String how, Bootstrap bootstrap) {
        Interval share = method.positiveShare(bootstrap);
        Interval auc = method.mean(Score::auc, bootstrap);
        Map<String, Object> states = new LinkedHashMap<>();
        method.states().forEach((state, count) -> states.put(state.name().toLowerCase(Locale.ROOT), count));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("space", method.space().key());
        json.put("how", how);
        json.put("n", method.scored());
        json.put("unscored", method.scores().size() - method.scored());
        json.put("states", states);
        json.put("positive_share", orNull(share.estimate()));
        json.put("interval", interval(share));
        json.put("auc", orNull(auc.estimate()));
        json.put("auc_interval", interval(auc));
        json.put("hard_auc", orNull(method.mean(Score::hardAuc, bootstrap).estimate()));
        json.put(
                "clarity",
                orNull(method.mean(score -> score.fade().clarity(), bootstrap).estimate()));
        json.put(
                "responsiveness",
                orNull(method.mean(score -> score.fade().responsiveness(), bootstrap)
                        .estimate()));
        json.put(
                "purity",
                orNull(method.mean(score -> score.fade().purity(), bootstrap).estimate()));
        return json;
    }

    private static List<Double> interval(Interval interval) {
        return Double.isNaN(interval.estimate()) ? null : List.of(interval.low(), interval.high());
    }

    private static Map<String, Object> feature(Score score) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("feature", score.source());
        json.put("label", score.label().label().orElse(null));
        json.put("label_share", score.label().share());
        json.put("score", score.score().isPresent() ? score.score().getAsDouble() : null);
        json.put("reason", score.score().isPresent() ? null : score.state().reason());
        json.put("activating", orNull(score.activating()));
        json.put("neutral", orNull(score.neutral()));
        json.put("auc", orNull(score.auc()));
        json.put("hard_auc", orNull(score.hardAuc()));
        json.put("clarity", orNull(score.fade().clarity()));
        json.put("responsiveness", orNull(score.fade().responsiveness()));
        json.put("purity", orNull(score.fade().purity()));
        json.put("sign", score.fade().sign() == 0 ? null : score.fade().sign());
        return json;
    }

    private static Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
