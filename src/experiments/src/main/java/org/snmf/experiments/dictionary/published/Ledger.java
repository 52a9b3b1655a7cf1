package org.snmf.experiments.dictionary.published;

import java.util.ArrayList;
import java.util.List;
import org.snmf.experiments.dictionary.published.Decision.Origin;

/** Collects what a reader decides and what it must tell. */
final class Ledger {
    private final List<Decision> decisions = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Ledger file(String what, Object value) {
        return note(what, value, Origin.FILE);
    }

    Ledger registry(String what, Object value) {
        return note(what, value, Origin.REGISTRY);
    }

    Ledger guess(String what, Object value) {
        return note(what, value, Origin.GUESS);
    }

    Ledger given(String what, Object value) {
        return note(what, value, Origin.GIVEN);
    }

    Ledger note(String what, Object value, Origin from) {
        decisions.add(new Decision(what, String.valueOf(value), from));
        return this;
    }

    void warn(String warning) {
        warnings.add(warning);
    }

    List<Decision> decisions() {
        return List.copyOf(decisions);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }
}
