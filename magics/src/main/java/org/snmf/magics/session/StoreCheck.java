package org.snmf.magics.session;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.snmf.errors.InputException;
import org.snmf.magics.screen.Screen;
import org.snmf.models.capture.CaptureCheck;
import org.snmf.models.network.LanguageModel;
import org.snmf.store.ActivationStore;

/** Says whether stored activations and the session's model belong together, as soon as the session has both. */
public final class StoreCheck {
    private StoreCheck() {}

    /** Opens a store and makes it the session's activations. */
    public static void open(Session session, Screen screen, Path folder) {
        session.use(HeldActivations.of(ActivationStore.open(folder)));
        run(session, screen);
    }

    /** Computes one captured sentence again, where the session has both a store and a model. */
    public static void run(Session session, Screen screen) {
        Optional<ActivationStore> store = session.heldActivations().flatMap(HeldActivations::store);
        Optional<LanguageModel> model = session.heldModel().filter(LanguageModel::hasTokenizer);
        if (store.isEmpty() || model.isEmpty()) {
            return;
        }
        String both = store.get().folder() + " and model " + session.modelName();
        try {
            CaptureCheck check = CaptureCheck.of(store.get(), model.get());
            if (check.fits()) {
                screen.say("Checked " + both + ": " + recomputed(check) + "; the files' hashes agree.");
            } else {
                screen.warn(both + " do not belong together: " + recomputed(check)
                        + (check.changedFiles().isEmpty()
                                ? ""
                                : "; the capture recorded other hashes for " + String.join(", ", check.changedFiles()))
                        + ". Load the model that was captured from, or capture again.");
            }
        } catch (InputException e) {
            screen.warn(both + " do not belong together: " + e.getMessage());
        }
    }

    private static String recomputed(CaptureCheck check) {
        return String.format(
                Locale.ROOT,
                "sentence %d computed again differs by at most %.1e in %,d values of up to %.1f",
                check.sentence(),
                check.greatestDifference(),
                check.values(),
                check.greatestValue());
    }
}
