package org.snmf.spark;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.snmf.engine.Engine;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.fit.LocalPasses;
import org.snmf.factorize.fit.TokenPasses.Sums;
import org.snmf.factorize.panels.Slice;
import org.snmf.files.Scratch;
import org.snmf.matrix.Coefficients;
import org.snmf.progress.Progress;

/**
 * Holds A and Y of one partition on the machine that has it, from job to job. A machine that gets a partition anew reads its A and
 * goes through all events; one that has it already only through those that it has not seen.
 */
final class Holder implements AutoCloseable {
    private static final Map<String, Holder> HOLDERS = new ConcurrentHashMap<>();

    private final Engine engine;
    private final LocalPasses passes;
    private final Reading reading;
    private final int part;
    private int seen;
    private boolean ahead;
    private Sums learned = new Sums(0, 0, new double[0][]);

    private Holder(FitOnCluster fit, Part part) {
        this.part = part.index();
        SnmfOptions options = fit.options();
        engine = Engine.open(options.engine(), options.threads());
        try {
            passes = LocalPasses.open(
                    fit.files().read(part, fit.tensor(), fit.neurons()),
                    new Slice(part.first(), fit.tokens()),
                    options,
                    engine,
                    Holder::scratch);
            reading = new Reading(
                    passes.activations().read(Progress.NONE),
                    passes.activations().active(),
                    passes.activations().silentTokens());
        } catch (RuntimeException | Error e) {
            engine.close();
            throw e;
        }
    }

    private static Path scratch() {
        return Scratch.folder();
    }

    /** The holder of a part on this machine. */
    static Holder of(FitOnCluster fit, Part part) {
        return HOLDERS.computeIfAbsent(key(fit, part), key -> new Holder(fit, part));
    }

    private static String key(FitOnCluster fit, Part part) {
        return fit.id() + "/" + part.index();
    }

    /** Gives back what this machine holds of a part, if it does. */
    static void forget(FitOnCluster fit, Part part) {
        Holder holder = HOLDERS.remove(key(fit, part));
        if (holder != null) {
            holder.close();
        }
    }

    Reading reading() {
        return reading;
    }

    /** Goes through the events that were not seen yet; called again for the same events it only gives their sums again. */
    synchronized PassSums after(Event.History events) {
        catchUp(events);
        return new PassSums(passes.sums(), learned, ahead);
    }

    /** ‖σA − ZY‖² of this part after the events. */
    synchronized double squaredResidual(Event.History events) {
        catchUp(events);
        return passes.squaredResidual(((Event.Update) events.last()).features());
    }

    /** Y of this part after the events, feature by feature: the current one, or the best. */
    synchronized float[][] coefficients(Event.History events, boolean best) {
        catchUp(events);
        Coefficients y = best ? passes.viewBest() : passes.viewCurrent();
        float[][] rows = new float[y.features()][];
        for (int r = 0; r < rows.length; r++) {
            rows[r] = y.feature(r);
        }
        return rows;
    }

    private void catchUp(Event.History history) {
        for (int i = Math.max(0, seen - history.first()); i < history.events().size(); i++) {
            Event event = history.events().get(i).value();
            if (event instanceof Event.Restore restore) {
                restore(restore, history.first());
            } else {
                event.happen(passes, engine).ifPresent(sums -> {
                    learned = sums;
                    ahead = event instanceof Event.Update update && update.looksAhead();
                });
            }
            seen = history.first() + i + 1;
        }
    }

    /** Who has seen all that was before a checkpoint has what it holds. */
    private void restore(Event.Restore restore, int before) {
        if (seen == 0) {
            passes.activations().scaleBy(restore.sigma());
        }
        if (seen == 0 || seen < before) {
            restore.happen(passes, part);
        }
    }

    @Override
    public synchronized void close() {
        passes.close();
        engine.close();
    }
}
