package org.snmf.data.conceptnet;

import java.util.List;
import org.snmf.store.Sentence;

/**
 * One relation between a thing and what belongs to it.
 *
 * @param thing the noun that was asked about
 * @param relation how the other belongs to it
 * @param other the part, substance, member or kind, as ConceptNet labels it, without its article
 * @param weight ConceptNet's weight of the edge; above 1 when several sources say so
 */
public record Related(String thing, Relation relation, String other, double weight) {
    /**
     * Five sentences of a fixed form about the relation, labelled as in the data set of parts and kinds. They are plainer
     * than written ones; use them where no others are at hand.
     */
    public List<Sentence> sentences() {
        String label = relation.label(thing, other);
        return relation.sentences(thing, other).stream()
                .map(text -> new Sentence(text, label))
                .toList();
    }
}
