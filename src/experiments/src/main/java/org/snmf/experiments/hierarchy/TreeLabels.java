package org.snmf.experiments.hierarchy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.snmf.experiments.describe.Describer;
import org.snmf.experiments.describe.Description;
import org.snmf.experiments.describe.Subject;
import org.snmf.features.TopContexts;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.hierarchy.forest.FeatureForest;
import org.snmf.progress.Progress;
import org.snmf.store.TokenTable;

/** Gives every node of a forest the name that a describer finds for its feature. */
public final class TreeLabels {
    private TreeLabels() {}

    /**
     * Labels a forest; contexts of a higher level come from the product of the coefficient matrices. When a stop is
     * requested the remaining nodes stay without a label.
     *
     * @param forest the forest of {@code hierarchy}
     * @param contexts number of contexts that the describer is given
     */
    public static FeatureForest label(
            FeatureForest forest,
            Hierarchy hierarchy,
            TokenTable tokens,
            Describer describer,
            int contexts,
            Progress progress) {
        List<List<String>> labels = new ArrayList<>();
        for (int i = 0; i < hierarchy.depth(); i++) {
            var top = TopContexts.of(hierarchy.level(i).features(), hierarchy.coefficientsToTokens(i), tokens);
            List<Subject> subjects = IntStream.range(0, top.rank())
                    .mapToObj(r -> Subject.ofContexts(top.feature(r, contexts)))
                    .toList();
            List<String> level = describer.describe(subjects, progress).stream()
                    .map(d -> d.state() == Description.State.UNANSWERED ? "" : d.title())
                    .toList();
            labels.add(level);
        }
        return forest.labelled(node -> labels.get(node.level()).get(node.feature()));
    }
}
