package org.snmf.magics.session;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.models.network.LanguageModel;
import org.snmf.store.Sentence;
import org.snmf.views.table.FeatureTable;

/**
 * What the verbs have made so far, so that a later verb needs no repetition. Java cells reach the same objects here, and
 * may put their own in their place. It owns the model and the activations that it holds: replacing one closes the one
 * before. One thread at a time.
 */
public final class Session implements AutoCloseable {
    private static final Session CURRENT = new Session();

    private @Nullable LanguageModel model;
    private String modelName = "";
    private @Nullable List<Sentence> sentences;
    private String dataName = "";
    private @Nullable HeldActivations activations;
    private @Nullable HeldFactorization factorization;
    private @Nullable HeldLatents latents;
    private @Nullable HeldFeatures lastFeatures;
    private @Nullable HeldTree tree;

    /** The session of this process: what {@code %snmf} works on. */
    public static Session current() {
        return CURRENT;
    }

    /** Makes {@code newModel} the current one and closes the one before, unless it is the same. */
    public void use(LanguageModel newModel, String name) {
        hold(newModel);
        modelName = name;
    }

    private void hold(@Nullable LanguageModel newModel) {
        if (model != null && model != newModel) {
            model.close();
        }
        model = newModel;
    }

    /** Makes these the current sentences. */
    public void use(List<Sentence> newSentences, String name) {
        sentences = List.copyOf(newSentences);
        dataName = name;
    }

    /** Makes these the current activations and closes those before, unless they are the same. */
    public void use(HeldActivations newActivations) {
        hold(newActivations);
    }

    private void hold(@Nullable HeldActivations newActivations) {
        if (activations != null && activations != newActivations) {
            activations.close();
        }
        activations = newActivations;
    }

    /** Makes this the current factorization, and its features the current ones. */
    public void use(HeldFactorization newFactorization) {
        factorization = newFactorization;
        lastFeatures = newFactorization;
    }

    /** Makes these the current latents, and the current features. The factorization stays. */
    public void use(HeldLatents newLatents) {
        latents = newLatents;
        lastFeatures = newLatents;
    }

    /** Makes this the current tree. */
    public void use(HeldTree newTree) {
        tree = newTree;
    }

    /** The current tree, if there is one. */
    public Optional<HeldTree> heldTree() {
        return Optional.ofNullable(tree);
    }

    /** The current model, if there is one. */
    public Optional<LanguageModel> heldModel() {
        return Optional.ofNullable(model);
    }

    /** The current sentences, if there are any. */
    public Optional<List<Sentence>> heldSentences() {
        return Optional.ofNullable(sentences);
    }

    /** The current activations, if there are any. */
    public Optional<HeldActivations> heldActivations() {
        return Optional.ofNullable(activations);
    }

    /** The current factorization with what it is of, if there is one. */
    public Optional<HeldFactorization> heldFactorization() {
        return Optional.ofNullable(factorization);
    }

    /** The current latents of a dictionary, if there are any. */
    public Optional<HeldLatents> heldLatents() {
        return Optional.ofNullable(latents);
    }

    /** The features that were made last, those of the factorization or the latents, if there are any. */
    public Optional<HeldFeatures> heldFeatures() {
        return Optional.ofNullable(lastFeatures);
    }

    /** Where the current model came from; empty without one. */
    public String modelName() {
        return model == null ? "" : modelName;
    }

    /** Where the current sentences came from; empty without any. */
    public String dataName() {
        return sentences == null ? "" : dataName;
    }

    /**
     * The current model.
     *
     * @throws InputException if there is none: run model first
     */
    public LanguageModel model() {
        return heldModel().orElseThrow(() -> missing("a model", "model"));
    }

    /**
     * The current sentences.
     *
     * @throws InputException if there are none: run data first
     */
    public List<Sentence> sentences() {
        return heldSentences().orElseThrow(() -> missing("sentences", "data"));
    }

    /**
     * The current activations.
     *
     * @throws InputException if there are none: run capture first
     */
    public HeldActivations activations() {
        return heldActivations().orElseThrow(() -> missing("activations", "capture"));
    }

    /**
     * The current factorization.
     *
     * @throws InputException if there is none: run factorize first
     */
    public Factorization factorization() {
        return heldFactorization()
                .orElseThrow(() -> missing("a factorization", "factorize"))
                .factorization();
    }

    /**
     * The current factorization's features as a table.
     *
     * @throws InputException if there is none: run factorize first
     */
    public FeatureTable table() {
        return heldFactorization()
                .orElseThrow(() -> missing("a factorization", "factorize"))
                .table();
    }

    /** What a verb says that needs what another verb makes. */
    public static InputException missing(String what, String verb) {
        return new InputException("session", what, "none", "Run 'snmf " + verb + "' first.");
    }

    /** Forgets everything and gives native memory back. */
    public void reset() {
        hold((HeldActivations) null);
        hold((LanguageModel) null);
        sentences = null;
        factorization = null;
        latents = null;
        lastFeatures = null;
        tree = null;
    }

    @Override
    public void close() {
        reset();
    }
}
