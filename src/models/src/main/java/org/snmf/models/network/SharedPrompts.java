package org.snmf.models.network;

import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.models.network.pass.Decoding;
import org.snmf.models.network.pass.InterventionMaps;
import org.snmf.models.network.pass.Network;
import org.snmf.models.network.pass.Trunk;
import org.snmf.models.network.pass.Trunk.Branches;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Location;

/**
 * Prompts that a model has read up to one location, from which any number of rows go on with interventions of their own there
 * or behind: what lies before is computed once. Results are those of {@link LanguageModel#nextLogits} and
 * {@link LanguageModel#decode}. It holds native memory: close it, before the model.
 */
public final class SharedPrompts implements AutoCloseable {
    private final LanguageModel model;
    private final Network network;
    private final Trunk trunk;

    SharedPrompts(LanguageModel model, Network network, Trunk trunk) {
        this.model = model;
        this.network = network;
        this.trunk = trunk;
    }

    /** The prompts, in their order. */
    public List<int[]> prompts() {
        return trunk.prompts();
    }

    /** The model that read them. */
    public LanguageModel model() {
        return model;
    }

    /**
     * Logits after the last token of each row: [B][V].
     *
     * @param promptOf for each row the index of its prompt
     * @param interventions one list a row; empty means none anywhere
     * @throws InputException if one acts before the location of the prompts
     */
    public float[][] nextLogits(int[] promptOf, List<List<Intervention>> interventions) {
        return network.nextLogits(
                new Branches(trunk, promptOf), edits(promptOf, interventions), LanguageModel.BATCH_TOKENS);
    }

    /**
     * Stays ready to continue the rows.
     *
     * @param newTokens how many tokens a row may get, which with its prompt must not exceed the context
     */
    public Decoding decode(int[] promptOf, List<List<Intervention>> interventions, int newTokens) {
        model.checkRoom(prompts(), newTokens);
        return Decoding.start(
                network, new Branches(trunk, promptOf), edits(promptOf, interventions), LanguageModel.BATCH_TOKENS);
    }

    private InterventionMaps edits(int[] promptOf, List<List<Intervention>> interventions) {
        Location first = trunk.location();
        interventions.stream()
                .flatMap(List::stream)
                .map(Intervention::location)
                .filter(at -> at.layer() < first.layer()
                        || (at.layer() == first.layer() && at.site().compareTo(first.site()) < 0))
                .findFirst()
                .ifPresent(at -> {
                    throw new InputException(
                            "intervention", "one at " + first.key() + " or behind", "one at " + at.key(), "");
                });
        return InterventionMaps.checked(interventions, promptOf.length, model.config());
    }

    @Override
    public void close() {
        trunk.close();
    }
}
