package org.snmf.experiments.rivals;

import java.util.List;
import java.util.Optional;
import org.snmf.experiments.detect.DirectionLabel;
import org.snmf.experiments.dictionary.SparseDictionary;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.faithfulness.Reconstruction;

/**
 * A method made ready for every evaluation.
 *
 * @param directions its directions
 * @param labels what each stands for, from sentences that are not part of an evaluation
 * @param reconstruction how it makes activations again, where it does
 * @param dictionary the autoencoder or transcoder that it is, where it is one
 * @param remark how it was made, for tables
 */
public record Rival(
        ConceptDirections directions,
        List<DirectionLabel> labels,
        Optional<Reconstruction> reconstruction,
        Optional<SparseDictionary> dictionary,
        String remark) {
    public Rival {
        labels = List.copyOf(labels);
    }

    /** What the method is called. */
    public String method() {
        return directions.method();
    }
}
