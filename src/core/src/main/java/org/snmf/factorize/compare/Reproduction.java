package org.snmf.factorize.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.Stopping;
import org.snmf.factorize.fit.Snmf;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.Progress;
import org.snmf.store.Provenance;

/**
 * A factorization fitted again from its own record, and what moved.
 *
 * @param again the new fit
 * @param sameBytes whether Z, Y and all errors are the same to the bit
 * @param firstDifference first iteration, from 1, whose error differs; 0 when none does
 * @param errorChange relative error now minus then
 * @param leastCosine least |cosine| of a feature with its partner in the new fit
 * @param environment what differs in the record, as "name: then → now"; the time of creation is left out
 */
public record Reproduction(
        Factorization again,
        boolean sameBytes,
        int firstDifference,
        double errorChange,
        double leastCosine,
        List<String> environment) {
    /**
     * Fits again with the recorded options; exactly as many iterations as were done then, whatever ended them.
     *
     * @param recorded the factorization to reproduce
     * @param a the matrix that it was made from
     * @param inputs sha256 of each input now, by name, to compare with the record
     */
    public static Reproduction of(
            Factorization recorded, ActivationMatrix a, Map<String, String> inputs, Progress progress) {
        Stopping same = Stopping.after(recorded.trace().size());
        Factorization again = new Snmf(recorded.options().withStopping(same)).fit(a, inputs, progress);
        int first = 0;
        for (int i = Math.min(again.trace().size(), recorded.trace().size()) - 1; i >= 0; i--) {
            if (again.trace().get(i).relativeError() != recorded.trace().get(i).relativeError()) {
                first = i + 1;
            }
        }
        double least = Arrays.stream(Stability.matchedCosines(recorded.features(), again.features()))
                .min()
                .orElse(1);
        return new Reproduction(
                again,
                first == 0 && sameFactors(recorded, again),
                first,
                again.relativeError() - recorded.relativeError(),
                least,
                differences(recorded.provenance(), again.provenance()));
    }

    private static boolean sameFactors(Factorization x, Factorization y) {
        boolean same = x.bestIteration() == y.bestIteration();
        for (int r = 0; same && r < x.rank(); r++) {
            same = Arrays.equals(x.features().support(r), y.features().support(r))
                    && Arrays.equals(x.features().values(r), y.features().values(r))
                    && Arrays.equals(
                            x.coefficients().feature(r), y.coefficients().feature(r));
        }
        return same;
    }

    private static List<String> differences(Provenance then, Provenance now) {
        List<String> list = new ArrayList<>();
        compare("library", then.libraryVersion(), now.libraryVersion(), list);
        compare("java", then.java(), now.java(), list);
        compare("os", then.os(), now.os(), list);
        compare("cpu", then.cpu(), now.cpu(), list);
        then.inputs()
                .forEach((name, sha) ->
                        compare("input " + name, sha, now.inputs().getOrDefault(name, "absent"), list));
        return List.copyOf(list);
    }

    private static void compare(String name, String then, String now, List<String> list) {
        if (!then.equals(now)) {
            list.add(name + ": " + then + " → " + now);
        }
    }
}
