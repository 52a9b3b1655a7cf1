package org.snmf.hierarchy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.fit.Snmf;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;
import org.snmf.store.Provenance;

/**
 * Recursive factorization (paper, Appendix F.1, after Song and Lee 2013): A ≈ Z_0 Y_0, then Z_0 ≈ Z_1 Y_1 with fewer
 * features, and so on; the features of a level are the "tokens" of the next.
 */
public final class RecursiveSnmf {
    private final RecursiveOptions options;

    /** A recursive factorization with these options. */
    public RecursiveSnmf(RecursiveOptions options) {
        this.options = options;
    }

    /**
     * Factorizes A level by level.
     *
     * @param a the activations A (d_a × n); only read
     * @param progress told of every iteration of every level; when it requests a stop, the levels so far are returned,
     *     the last one with the best factors it had
     * @return as many levels as were asked for, or fewer when stopped
     */
    public Hierarchy fit(ActivationMatrix a, Progress progress) {
        return run(a, new ArrayList<>(), Optional.empty(), progress);
    }

    /**
     * As {@link #fit(ActivationMatrix, Progress)}, with the hierarchy written to {@code file} after each level. When the
     * file is there, its finished levels are taken instead of fitting them again, so that an interrupted run continues.
     *
     * @throws InputException if the file holds levels of another matrix or with other options
     */
    public Hierarchy fit(ActivationMatrix a, Path file, Progress progress) {
        List<Level> done = new ArrayList<>();
        if (Files.exists(file)) {
            done.addAll(finished(a, file, Hierarchy.load(file)));
        }
        return run(a, done, Optional.of(file), progress);
    }

    private List<Level> finished(ActivationMatrix a, Path file, Hierarchy found) {
        if (found.neurons() != a.neurons() || found.tokens() != a.tokens()) {
            throw mismatch(file, a.neurons() + " × " + a.tokens(), found.neurons() + " × " + found.tokens());
        }
        List<Level> finished = new ArrayList<>();
        for (int i = 0; i < Math.min(found.depth(), options.levels().size()); i++) {
            Level level = found.level(i);
            if (level.fit().isEmpty() || level.fit().get().stopped()) {
                break;
            }
            SnmfOptions before = level.fit().get().options();
            if (!before.equals(options.levels().get(i))) {
                throw mismatch(file, "level " + i + " with " + options.levels().get(i), "" + before);
            }
            finished.add(level);
        }
        return finished;
    }

    private static InputException mismatch(Path file, String expected, String found) {
        return new InputException(file.toString(), expected, found, "Give another file, or remove this one.");
    }

    private Hierarchy run(ActivationMatrix a, List<Level> levels, Optional<Path> file, Progress progress) {
        Provenance provenance = provenance(a);
        for (int i = levels.size(); i < options.levels().size(); i++) {
            ActivationMatrix data =
                    i == 0 ? a : Matrices.ofFeatures(levels.get(i - 1).features());
            Factorization fit = Snmf.fit(data, options.levels().get(i), named(progress, i));
            levels.add(options.scale() == RecursiveOptions.Scale.UNIT ? UnitFeatures.of(Level.of(fit)) : Level.of(fit));
            file.ifPresent(new Hierarchy(levels, List.of(), provenance)::save);
            if (fit.stopped()) {
                break;
            }
        }
        return new Hierarchy(levels, List.of(), provenance);
    }

    /** What a hierarchy of A records of A. */
    private static Provenance provenance(ActivationMatrix a) {
        Map<String, String> record = new TreeMap<>();
        a.origin().ifPresent(origin -> record.putAll(origin.record()));
        record.put(Factorization.TYPICAL_LENGTH, String.valueOf(Matrices.typicalLength(a)));
        return Provenance.of(Map.of(), record);
    }

    /** The same progress, with the level in each step's task. */
    private static Progress named(Progress progress, int level) {
        return new Progress() {
            @Override
            public void report(Step s) {
                progress.report(new Step(s.task() + " level " + level, s.done(), s.total(), s.unit(), s.detail()));
            }

            @Override
            public boolean stopRequested() {
                return progress.stopRequested();
            }

            @Override
            public void warn(String message) {
                progress.warn("level " + level + ": " + message);
            }
        };
    }
}
