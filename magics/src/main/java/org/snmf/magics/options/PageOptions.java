package org.snmf.magics.options;

import java.util.ArrayList;
import java.util.List;
import org.snmf.experiments.intervene.NeutralPrompts;
import org.snmf.magics.report.FeaturePages;
import picocli.CommandLine.Option;

/** What is tried with a model for the page of a feature. */
public final class PageOptions {
    private static final int TOKENS = 10;

    @Option(
            names = "--strength",
            paramLabel = "X",
            description =
                    "What is added on a feature's page, in typical lengths of an activation. Default: ${DEFAULT-VALUE}.")
    private double strength = 1;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "Text to continue without and with the feature; repeatable. Default: two neutral ones.")
    private List<String> prompts = new ArrayList<>();

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            description = "Length of the continuations; 0 for none. Default: ${DEFAULT-VALUE}.")
    private int newTokens = 16;

    /** How pages are made, with so many of the strongest contexts, and contexts at these quantiles. */
    public FeaturePages pages(int contexts, List<Double> quantiles) {
        List<String> texts = prompts.isEmpty() ? NeutralPrompts.TEXTS.subList(0, 2) : prompts;
        return new FeaturePages(
                contexts, quantiles, TOKENS, strength, newTokens < 1 ? List.of() : texts, Math.max(1, newTokens));
    }
}
