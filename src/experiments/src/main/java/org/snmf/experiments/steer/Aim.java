package org.snmf.experiments.steer;

import java.util.List;
import java.util.Optional;
import org.snmf.experiments.judge.Target;
import org.snmf.experiments.rivals.Rival;
import org.snmf.store.Token;

/**
 * What the texts of a direction are judged for.
 *
 * @param targets of sign 1 and of sign −1
 * @param label what its strongest sentences are called; empty where that is not known
 * @param peaks ids of the tokens at which it is strongest, strongest first; empty where that is not known
 */
public record Aim(List<Target> targets, Optional<String> label, List<Integer> peaks) {
    private static final int PEAKS = 100;

    public Aim {
        targets = List.copyOf(targets);
        peaks = List.copyOf(peaks);
        if (targets.size() != 2) {
            throw new IllegalArgumentException("targets: expected one for each sign, found " + targets.size());
        }
    }

    /** These targets for direction {@code i} of a method, with what is known of its contexts. */
    public static Aim of(Rival rival, int i, List<Target> targets) {
        List<Integer> peaks =
                rival.activity().peaks(i, PEAKS).stream().map(Token::id).toList();
        return new Aim(targets, rival.labels().get(i).label(), peaks);
    }
}
