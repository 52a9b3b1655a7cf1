package org.snmf.models.checkpoint;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A family of models, described: what its config.json calls things and means by leaving them out, of which parts a layer
 * is made, and what its tensors are called. One forward pass reads the description; none is a class of its own. The
 * descriptions are the file {@code families.json} beside this class, see {@link Families}.
 *
 * @param key its name in records and options
 * @param title its name for people
 * @param architecture how the Hugging Face library's class names begin
 * @param modelTypes values of {@code model_type} in config.json
 * @param nestedIn values of {@code model_type} of models that hold one of this family under {@code text_config}
 * @param prefixes what writers put before the names of tensors
 * @param keys what config.json calls things
 * @param missing what config.json means by leaving them out
 * @param activationsMeant names of nonlinearities that mean another one here
 * @param norm the kind of all norms
 * @param embeddingScaled whether embeddings are multiplied by √d
 * @param tied whether the unembedding is the embedding
 * @param parallel whether attention and MLP read the same residual stream, and not the MLP what the attention wrote
 * @param biases which linear maps have biases
 * @param scale what attention scores are multiplied with
 * @param queryKeyNorm norms of queries and keys
 * @param attentionSoftCap the cap of attention scores
 * @param finalSoftCap the cap of logits
 * @param windows which layers see a window only
 * @param rotary rotary positions
 * @param bothWaysRefused whether a model that asks to see later tokens is refused, since the library follows it there
 * @param tensors names of tensors
 * @param tokenizer which tokenizer class goes with it
 * @param tolerance what float32 may differ by from the reference
 * @param goldens what was compared with the reference, as folders of the project's goldens
 * @param random what else was compared with it
 */
public record Family(
        String key,
        String title,
        String architecture,
        List<String> modelTypes,
        List<String> nestedIn,
        List<String> prefixes,
        Keys keys,
        Missing missing,
        Map<String, String> activationsMeant,
        NormKind norm,
        boolean embeddingScaled,
        Flag tied,
        Flag parallel,
        Biases biases,
        Scale scale,
        QueryKeyNorm queryKeyNorm,
        Setting attentionSoftCap,
        Setting finalSoftCap,
        Windows windows,
        RotaryKeys rotary,
        boolean bothWaysRefused,
        TensorNames tensors,
        TokenizerRule tokenizer,
        Tolerance tolerance,
        List<String> goldens,
        Random random) {

    /** Kinds of norms. */
    public enum NormKind {
        /** Mean and variance, weight and bias. */
        LAYER,
        /** Root mean square and weight. */
        RMS,
        /** As {@link #RMS}, with weights stored as their difference from 1. */
        RMS_PLUS_ONE
    }

    /** Norms of queries and keys before they are rotated. */
    public enum QueryKeyNorm {
        NONE,
        /** One head at a time. */
        HEAD,
        /** All heads together. */
        ALL
    }

    /** What config.json calls things: the first name that is there counts. No names: it does not say. */
    public record Keys(
            List<String> hidden,
            List<String> mlp,
            List<String> layers,
            List<String> heads,
            List<String> kvHeads,
            List<String> headDim,
            List<String> context,
            List<String> activation,
            List<String> epsilon) {}

    /**
     * What the Hugging Face library takes for what config.json leaves out.
     *
     * @param mlp 0 for four times the residual stream's width
     * @param kvHeads 0 for as many as query heads
     * @param headDim 0 for the residual stream's width over the heads
     * @param bos −1 for none, as for {@code eos}
     */
    public record Missing(
            int vocabulary,
            int hidden,
            int mlp,
            int layers,
            int heads,
            int kvHeads,
            int headDim,
            int context,
            int bos,
            int eos,
            String activation,
            double epsilon) {}

    /**
     * Something that is so or not; written as true or false where config.json has no say in it.
     *
     * @param key the key that says it, or nothing
     * @param missing what holds where there is no key
     */
    public record Flag(String key, boolean missing) {
        @JsonCreator
        static Flag of(JsonNode json) {
            return json.isBoolean()
                    ? new Flag("", json.asBoolean())
                    : new Flag(json.path("key").asText(), json.path("missing").asBoolean());
        }
    }

    /**
     * A number that config.json may say; null there means 0.
     *
     * @param key the key that says it, or nothing
     * @param missing what holds where there is no key
     */
    public record Setting(String key, double missing) {}

    /** Which linear maps have biases. */
    public record Biases(Flag queryKeyValue, Flag attentionOutput, Flag mlp) {}

    /**
     * What attention scores are multiplied with.
     *
     * @param byWidth whether with 1/√(a head's width) at all
     * @param byLayer whether with 1/(l + 1) in layer l besides
     * @param insteadOfWidth the number that takes the place of a head's width, where there is a key for it
     */
    public record Scale(Flag byWidth, Flag byLayer, Setting insteadOfWidth) {}

    /**
     * Which layers see a window only.
     *
     * @param size how many positions, the token itself included; 0 for all
     * @param on whether windows are used
     * @param period what the rule counts by
     */
    public record Windows(WindowRule rule, Setting size, Flag on, Setting period) {}

    /**
     * Rotary positions.
     *
     * @param layers which layers have them
     * @param theta the base
     * @param local the base of layers with a window where that is one of its own
     * @param share the share of each head that turns
     * @param mayBePartial whether the share counts where frequencies are not scaled
     * @param original the context before it was stretched where no key says it; 0 for the context itself
     * @param typesMeant names of scalings that mean another one here
     */
    public record RotaryKeys(
            RotaryLayers layers,
            Setting theta,
            Setting local,
            Setting share,
            boolean mayBePartial,
            int original,
            Map<String, String> typesMeant) {}

    /**
     * The tokenizer class of the Hugging Face library that goes with a family.
     *
     * @param named the class where no file names one; nothing for the one that follows tokenizer.json
     * @param always whether it counts before what files name
     */
    public record TokenizerRule(String named, boolean always) {}

    /** Which layers turn queries and keys. */
    public enum RotaryLayers {
        NONE,
        ALL,
        /** Those that {@code no_rope_layers} or {@code no_rope_layer_interval} leave. */
        LISTED
    }

    /**
     * What float32 on a processor may differ by from a float32 reference, in absolute value: about five times what the
     * reference in float32 differs from itself in float64 on small models of the family.
     *
     * @param logits for logits
     * @param others for all other activations
     */
    public record Tolerance(double logits, double others) {}

    /**
     * Random legal configurations with random weights that were compared with the reference once.
     *
     * @param compared how many
     * @param greatest the greatest difference of a logit
     */
    public record Random(int compared, double greatest) {}

    /** Whether there is a norm behind the MLP. */
    public boolean hasMlpPostNorm() {
        return !tensors.mlpPostNorm().isEmpty();
    }

    /** Whether there is a norm behind the attention. */
    public boolean hasAttentionPostNorm() {
        return !tensors.attentionPostNorm().isEmpty();
    }

    /** Whether positions are learned and added to the embedding. */
    public boolean hasLearnedPositions() {
        return !tensors.positions().isEmpty();
    }

    /** Whether the MLP has a gate. */
    public boolean isGated() {
        return !tensors.gate().isEmpty() || !tensors.gateAndUp().isEmpty();
    }

    /** Whether a class of the Hugging Face library is this family, with whatever head. */
    boolean hasArchitecture(String name) {
        return name.matches("(?i)" + architecture + "(Text)?(Model|LMHeadModel|DoubleHeadsModel|For[A-Za-z]+)");
    }

    /** The family with this key. */
    public static Optional<Family> of(String key) {
        return Families.all().stream().filter(family -> family.key.equals(key)).findFirst();
    }

    @Override
    public String toString() {
        return key;
    }
}
