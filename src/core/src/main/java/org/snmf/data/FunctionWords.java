package org.snmf.data;

import java.util.Set;

/** A ready list for a capture that leaves tokens out. */
public final class FunctionWords {
    /** English articles, pronouns, prepositions, conjunctions and auxiliaries, in lower case. */
    public static final Set<String> ENGLISH = Set.of(
            ("a an the this that these those i you he she it we they me him her us them my your his its our their "
                            + "mine yours hers ours theirs myself yourself himself herself itself ourselves themselves "
                            + "who whom whose which what of in on at by for with from to into onto over under about "
                            + "after before between through during against among across behind beyond near off out up "
                            + "down and or but nor so yet if then than as because while when where how why not no is "
                            + "am are was were be been being do does did done doing have has had having will would "
                            + "shall should can could may might must there here very too also just only")
                    .split(" "));

    private FunctionWords() {}
}
