package org.snmf.models.parity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that was compared.
 *
 * @param differences one a golden tensor
 */
public record ParityReport(List<Difference> differences) {
    public ParityReport {
        differences = List.copyOf(differences);
    }

    /** Whether there was something to compare and all of it is within its tolerance. */
    public boolean passes() {
        return !differences.isEmpty() && differences.stream().allMatch(Difference::passes);
    }

    /** The worst difference of each kind, in the order in which kinds were met. */
    public List<Difference> worstOfEachKind() {
        Map<String, Difference> worst = new LinkedHashMap<>();
        for (Difference one : differences) {
            worst.merge(one.kind(), one, (a, b) -> b.greatest() > a.greatest() || Double.isNaN(b.greatest()) ? b : a);
        }
        return List.copyOf(worst.values());
    }
}
