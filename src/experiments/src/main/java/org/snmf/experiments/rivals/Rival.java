package org.snmf.experiments.rivals;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.snmf.experiments.detect.ContextLabels;
import org.snmf.experiments.detect.DirectionLabel;
import org.snmf.experiments.dictionary.SparseDictionary;
import org.snmf.experiments.directions.Activity;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.faithfulness.Reconstruction;

/**
 * A method made ready for every evaluation.
 *
 * @param directions its directions
 * @param labels what each stands for, from sentences that are not part of an evaluation
 * @param activity how strong they are in these sentences
 * @param reconstruction how it makes activations again, where it does
 * @param dictionary the autoencoder or transcoder that it is, where it is one
 * @param remark how it was made, for tables
 */
public record Rival(
        ConceptDirections directions,
        List<DirectionLabel> labels,
        Activity activity,
        Optional<Reconstruction> reconstruction,
        Optional<SparseDictionary> dictionary,
        String remark) {
    public Rival {
        labels = List.copyOf(labels);
    }

    /** A method that is no autoencoder. */
    public Rival(
            ConceptDirections directions,
            List<DirectionLabel> labels,
            Activity activity,
            Optional<Reconstruction> reconstruction,
            String remark) {
        this(directions, labels, activity, reconstruction, Optional.empty(), remark);
    }

    /** What the method is called. */
    public String method() {
        return directions.method();
    }

    /**
     * Some directions to be set beside those of another method: the first that are not dead; where labels were told, those of
     * these labels.
     *
     * @param count how many at most
     * @param labels of the directions of the other method
     */
    public int[] beside(int count, Collection<String> labels) {
        return IntStream.range(0, directions.size())
                .filter(i -> !directions.dead(i))
                .filter(i -> !ContextLabels.isTold(this.labels.get(i))
                        || this.labels.get(i).label().filter(labels::contains).isPresent())
                .limit(count)
                .toArray();
    }
}
