package org.snmf.magics.run;

import picocli.CommandLine.Option;

/**
 * A verb: {@code %snmf VERB}, {@code %%snmf VERB} and {@code environment/snmf VERB}. A subclass has picocli's
 * annotations, says with {@link Example} how it is used, and is made anew for every use.
 */
public abstract class SnmfCommand {
    // picocli sets it and answers by itself: nothing here need read it.
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show what the verb does and its options.")
    private boolean help;

    @Option(names = "--json", description = "Print one machine-readable report and nothing else.")
    private boolean json;

    /** Whether one machine-readable report was asked for. */
    public final boolean json() {
        return json;
    }

    /**
     * Does what the verb says.
     *
     * @throws org.snmf.errors.InputException for what a person can put right
     * @throws Exception for anything else
     */
    public abstract Outcome run(Call call) throws Exception;
}
