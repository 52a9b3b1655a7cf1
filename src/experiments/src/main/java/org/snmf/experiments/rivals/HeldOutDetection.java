package org.snmf.experiments.rivals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snmf.experiments.detect.Detection;
import org.snmf.experiments.detect.DetectionSet;
import org.snmf.experiments.detect.MethodScores;
import org.snmf.experiments.directions.OutputDirections;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.compare.FitComparison;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.capture.Captured;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;

/**
 * Concept detection on one layer with sentences held out of the fit (paper, section 4): both kinds of sentences are
 * captured once, at the MLP activations and where difference-in-means lives; then any fit or rival is scored.
 */
public final class HeldOutDetection {
    private final LanguageModel model;
    private final int layer;
    private final Captured captured;
    private final Detection detection;
    private final long seed;

    /**
     * @param model the model
     * @param layer the layer
     * @param fit labelled sentences for fits, from whose strongest contexts directions get their labels
     * @param set the sentences held out
     * @param seed of what is drawn for rivals
     * @param progress of the two captures
     */
    public HeldOutDetection(
            LanguageModel model, int layer, List<Sentence> fit, DetectionSet set, long seed, Progress progress) {
        this.model = model;
        this.layer = layer;
        this.seed = seed;
        CaptureOptions sites = CaptureOptions.layers(layer)
                .withSites(
                        Site.MLP_ACT,
                        OutputDirections.space(model.config(), layer).site());
        captured = Capture.inMemory(model, fit, sites, progress);
        detection = new Detection(set, Capture.inMemory(model, set.sentences(), sites, progress));
    }

    /** A (d_a × n) of the sentences for fits. */
    public ActivationMatrix activations() {
        return captured.at(layer, Site.MLP_ACT);
    }

    /** The rivals of a fit of {@link #activations()}. */
    public Rivals rivals(Factorization fit) {
        return new Rivals(
                model, layer, captured, fit.features(), seed, fit.options().threads());
    }

    /** Scores the directions of a rival, or of SNMF itself ({@link Rivals#snmf}). */
    public MethodScores score(Rival rival, Progress progress) {
        return detection.score(rival.directions(), rival.labels(), progress);
    }

    /** Scores the best run of every choice, under the name of the choice. */
    public Map<String, MethodScores> score(FitComparison fits, Progress progress) {
        Map<String, MethodScores> scores = new LinkedHashMap<>();
        for (FitComparison.Choice choice : fits.choices()) {
            MethodScores of = score(rivals(choice.best()).snmf(progress), progress);
            scores.put(choice.name(), new MethodScores(choice.name(), of.space(), of.scores()));
        }
        return scores;
    }
}
