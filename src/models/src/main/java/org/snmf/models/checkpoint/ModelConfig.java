package org.snmf.models.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What config.json says about a model, in one spelling for all families. Sizes are in the letters of the paper where it
 * has them: hidden is d, mlp is d_a, layers is L.
 *
 * @param family which forward pass it has
 * @param layers number of layers, L
 * @param hidden width of the residual stream, d
 * @param mlp width of the MLP activation, d_a
 * @param heads number of query heads
 * @param kvHeads number of key and value heads; {@code heads} unless queries are grouped
 * @param headDim width of one head
 * @param vocabulary number of token ids
 * @param context greatest number of positions that a sequence may have
 * @param activation the nonlinearity of the MLP
 * @param normEpsilon added to the variance or mean square in every norm
 * @param tied whether the unembedding is the embedding
 * @param parallel whether attention and MLP read the same residual stream
 * @param attentionScale factor of the attention scores of the first layer before any cap
 * @param scaledByLayer whether layer l, counted from 0, divides its attention scores by l + 1 besides (some GPT-2)
 * @param biases which projections have biases
 * @param rotary per layer its rotary position embedding, where it has one
 * @param attentionSoftCap scores s become c·tanh(s/c); 0 means no cap
 * @param finalSoftCap logits x become c·tanh(x/c); 0 means no cap
 * @param windows per layer, how many positions a token sees, itself included; 0 means all before it
 * @param bos id that begins a text, where the config names one within the vocabulary
 * @param eos ids that end a text, those within the vocabulary; may be empty
 * @param dtype number type that the config states, for example {@code bfloat16}; empty if it states none
 * @param headExpected whether the file says that the model predicts tokens; a base model may lack the unembedding
 * @param notes what was decided where the file can be read in two ways; for people
 */
public record ModelConfig(
        Family family,
        int layers,
        int hidden,
        int mlp,
        int heads,
        int kvHeads,
        int headDim,
        int vocabulary,
        int context,
        ActivationFunction activation,
        double normEpsilon,
        boolean tied,
        boolean parallel,
        double attentionScale,
        boolean scaledByLayer,
        Biases biases,
        List<Optional<Rotary>> rotary,
        double attentionSoftCap,
        double finalSoftCap,
        List<Integer> windows,
        OptionalInt bos,
        List<Integer> eos,
        String dtype,
        boolean headExpected,
        List<String> notes) {

    /**
     * Which projections have biases.
     *
     * @param queryKeyValue those to queries, keys and values
     * @param attentionOutput that of the heads to the residual stream
     * @param mlp those of the MLP
     */
    public record Biases(boolean queryKeyValue, boolean attentionOutput, boolean mlp) {}

    public ModelConfig {
        rotary = List.copyOf(rotary);
        windows = List.copyOf(windows);
        eos = List.copyOf(eos);
        notes = List.copyOf(notes);
    }

    /** Factor of the attention scores of one layer before any cap. */
    public double attentionScale(int layer) {
        return scaledByLayer ? attentionScale / (layer + 1) : attentionScale;
    }

    /** Whether long texts turn queries and keys otherwise than short ones. */
    public boolean turnsByLength() {
        return rotary.stream().flatMap(Optional::stream).anyMatch(one -> one.scaling() instanceof Rotary.LongRope);
    }

    /** Whether a text that has grown to {@code tokens} tokens turns otherwise than before its last token. */
    public boolean turnsAnew(int tokens) {
        return rotary.stream().flatMap(Optional::stream).anyMatch(one -> !one.forLength(tokens)
                .equals(one.forLength(tokens - 1)));
    }

    /** A model of the same kind and of other sizes. Layers beyond this model's are like its first, and so on. */
    public ModelConfig resized(int layers, int hidden, int mlp, int heads, int kvHeads, int headDim, int vocabulary) {
        return new ModelConfig(
                family,
                layers,
                hidden,
                mlp,
                heads,
                kvHeads,
                headDim,
                vocabulary,
                context,
                activation,
                normEpsilon,
                tied,
                parallel,
                attentionScale,
                scaledByLayer,
                biases,
                cycled(rotary, layers),
                attentionSoftCap,
                finalSoftCap,
                cycled(windows, layers),
                bos,
                eos,
                dtype,
                headExpected,
                notes);
    }

    private static <T> List<T> cycled(List<T> list, int size) {
        return IntStream.range(0, size).mapToObj(i -> list.get(i % list.size())).toList();
    }

    /**
     * Reads {@code config.json} in {@code directory}.
     *
     * @throws org.snmf.errors.InputException if it is missing, is not JSON, names a family that is not
     *     described, has a key of a wrong kind, or asks for something that is not supported
     */
    public static ModelConfig read(Path directory) {
        return new ConfigReader(directory.resolve("config.json")).read();
    }
}
