package org.snmf.experiments.directions;

import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.factorize.fit.Snmf;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.capture.Captured;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;

/** The embedded model with its sentences, captured once for all tests of this room; it ends with the process. */
final class EmbeddedDirections {
    static final LanguageModel MODEL = EmbeddedModel.load();
    static final Captured CAPTURED = Capture.inMemory(
            MODEL,
            EmbeddedModel.sentences(),
            CaptureOptions.layers(1).withSites(Site.MLP_ACT, Site.MLP_OUT),
            Progress.NONE);
    static final ActivationMatrix A = CAPTURED.at(1, Site.MLP_ACT);
    static final Factorization FIT =
            Snmf.fit(A, SnmfOptions.rank(20).withSparsity(0.05).withStopping(Stopping.after(5)), Progress.NONE);

    private EmbeddedDirections() {}
}
