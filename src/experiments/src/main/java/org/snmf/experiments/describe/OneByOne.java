package org.snmf.experiments.describe;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/** Describes subjects one after the other, until a stop; those of dead features need no describer. */
final class OneByOne {
    private OneByOne() {}

    static List<Description> describe(
            List<Subject> subjects, String giver, Progress progress, Function<Subject, Description> describer) {
        List<Description> descriptions = new ArrayList<>();
        for (Subject subject : subjects) {
            if (subject.dead()) {
                descriptions.add(dead(subject, giver));
            } else if (progress.stopRequested()) {
                descriptions.add(Description.without(subject, Description.State.UNANSWERED, giver, "stopped"));
            } else {
                descriptions.add(describer.apply(subject));
            }
            progress.report(new Step("describe", descriptions.size(), subjects.size(), "features", giver));
        }
        return descriptions;
    }

    static Description dead(Subject subject, String giver) {
        return Description.without(subject, Description.State.DEAD, giver, "the feature is nowhere active");
    }
}
