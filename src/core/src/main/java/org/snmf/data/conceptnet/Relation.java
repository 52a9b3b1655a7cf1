package org.snmf.data.conceptnet;

import java.util.List;
import java.util.Locale;

/** The relations of ConceptNet that lead from a thing to what it is composed of or divided into (paper, Appendix G). */
public enum Relation {
    /** The other is a part of the thing. */
    PART_OF(
            "PartOf",
            false,
            "part of %s: %s",
            List.of(
                    "The %2$s is a part of the %1$s.",
                    "They looked at the %2$s of the %1$s.",
                    "The %1$s needs a new %2$s.",
                    "She repaired the %2$s of the %1$s.",
                    "Without the %2$s the %1$s is not complete.")),
    /** The thing has the other. */
    HAS_A(
            "HasA",
            true,
            "part of %s: %s",
            List.of(
                    "The %1$s has a %2$s.",
                    "They looked at the %2$s of the %1$s.",
                    "A %1$s without a %2$s is rare.",
                    "She pointed at the %2$s of the %1$s.",
                    "Every %1$s here has a %2$s.")),
    /** The thing is made of the other. */
    MADE_OF(
            "MadeOf",
            true,
            "substance of %s: %s",
            List.of(
                    "The %1$s is made of %2$s.",
                    "There is %2$s in the %1$s.",
                    "They used %2$s for the %1$s.",
                    "This %1$s is mostly %2$s.",
                    "A %1$s of %2$s stood there.")),
    /** The other is a member of the thing. */
    MEMBER_OF(
            "MemberOf",
            false,
            "member of %s: %s",
            List.of(
                    "The %2$s belongs to the %1$s.",
                    "The %2$s is a member of the %1$s.",
                    "Each %2$s of the %1$s was there.",
                    "The %1$s lost a %2$s.",
                    "A new %2$s joined the %1$s.")),
    /** The other is a kind of the thing. */
    IS_A(
            "IsA",
            false,
            "kind of %s: %s",
            List.of(
                    "A %2$s is a kind of %1$s.",
                    "This %1$s is a %2$s.",
                    "Of all the kinds of %1$s she likes the %2$s best.",
                    "They chose a %2$s, not another %1$s.",
                    "The %2$s is a common %1$s."));

    private final String name;
    private final boolean thingIsStart;
    private final String label;
    private final List<String> templates;

    Relation(String name, boolean thingIsStart, String label, List<String> templates) {
        this.name = name;
        this.thingIsStart = thingIsStart;
        this.label = label;
        this.templates = templates;
    }

    /** ConceptNet's name of the relation. */
    public String key() {
        return name;
    }

    /** Whether the thing stands at the start of ConceptNet's edge and the other at its end, or the other way round. */
    boolean thingIsStart() {
        return thingIsStart;
    }

    String label(String thing, String other) {
        return String.format(Locale.ROOT, label, thing, other);
    }

    List<String> sentences(String thing, String other) {
        return templates.stream()
                .map(t -> String.format(Locale.ROOT, t, thing, other))
                .toList();
    }

    /** As options spell it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
