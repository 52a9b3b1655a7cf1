package org.snmf.magics.adapter;

import java.util.List;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.compare.Stability;
import org.snmf.features.Feature;
import org.snmf.features.NeuronOverlap;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.hierarchy.forest.FeatureForest;
import org.snmf.magics.report.FactorizationFacts;
import org.snmf.magics.report.ObjectDisplays;
import org.snmf.magics.session.HeldActivations;
import org.snmf.magics.session.HeldFactorization;
import org.snmf.magics.session.HeldTree;
import org.snmf.magics.session.Session;
import org.snmf.models.capture.Captured;
import org.snmf.views.display.Display;
import org.snmf.views.display.Displayable;
import org.snmf.views.plot.FigureView;
import org.snmf.views.tree.TreeView;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;

/**
 * A type of values that a cell shows rich when one is its last expression.
 *
 * @param type the type, with all that extend or implement it
 * @param display what is shown of a value
 */
record Shown<T>(Class<T> type, Function<T, Display> display) {
    /** Every such type. */
    static final List<Shown<?>> ALL = List.of(
            new Shown<>(Display.class, shown -> shown),
            new Shown<>(Displayable.class, Displayable::display),
            new Shown<>(Factorization.class, FactorizationFacts::display),
            new Shown<>(HeldFactorization.class, held -> FactorizationFacts.display(held.factorization())),
            new Shown<>(FeatureForest.class, forest -> TreeView.of(forest).display()),
            new Shown<>(HeldTree.class, held -> TreeView.of(held.forest()).display()),
            new Shown<>(Feature.class, ObjectDisplays::of),
            new Shown<>(Stability.class, ObjectDisplays::of),
            new Shown<>(Captured.class, ObjectDisplays::of),
            new Shown<>(HeldActivations.class, ObjectDisplays::of),
            new Shown<>(Hierarchy.class, ObjectDisplays::of),
            new Shown<>(Session.class, ObjectDisplays::of),
            new Shown<>(NeuronOverlap.class, ObjectDisplays::of),
            new Shown<>(Table.class, ObjectDisplays::of),
            new Shown<>(Figure.class, figure -> new FigureView(figure).display()),
            new Shown<>(INDArray.class, ObjectDisplays::of),
            new Shown<>(List.class, ObjectDisplays::of));

    /** What is shown of {@code value}, which is of this type. */
    Display of(Object value) {
        return display.apply(type.cast(value));
    }
}
