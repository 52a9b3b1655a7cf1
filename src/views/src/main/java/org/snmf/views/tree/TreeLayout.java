package org.snmf.views.tree;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.elk.alg.layered.options.CrossingMinimizationStrategy;
import org.eclipse.elk.alg.layered.options.CycleBreakingStrategy;
import org.eclipse.elk.alg.layered.options.FixedAlignment;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.LayeringStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.SizeConstraint;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Where the nodes of a tree stand: ELK's layered algorithm orders them and gives them their heights; levels stand in
 * columns from left to right, all boxes of a column equally wide.
 */
final class TreeLayout {
    static final double HEADER = 26;

    private static final double GAP = 9;
    private static final double COLUMN_APART = 10_000;
    private static final double BETWEEN_COLUMNS = 74;

    private final List<Rectangle2D> boxes;
    private final double[] columnX;
    private final double width;
    private final double height;

    private TreeLayout(List<Rectangle2D> boxes, double[] columnX, double width, double height) {
        this.boxes = boxes;
        this.columnX = columnX;
        this.width = width;
        this.height = height;
    }

    static TreeLayout of(TreeShape shape, List<NodeLabel> labels) {
        double[] widths = new double[shape.columns()];
        for (TreeShape.Item item : shape.items()) {
            widths[item.column()] = Math.max(
                    widths[item.column()], Math.ceil(labels.get(item.number()).width()));
        }
        List<ElkNode> nodes = arrange(shape, labels, widths);
        double[] columnX = new double[shape.columns()];
        double x = 1;
        for (int c = 0; c < columnX.length; c++) {
            columnX[c] = x;
            x += widths[c] + BETWEEN_COLUMNS;
        }
        double top = nodes.stream().mapToDouble(ElkNode::getY).min().orElse(0);
        List<Rectangle2D> boxes = new ArrayList<>();
        double bottom = HEADER;
        for (TreeShape.Item item : shape.items()) {
            ElkNode node = nodes.get(item.number());
            double y = HEADER + Math.rint(node.getY() - top);
            boxes.add(new Rectangle2D.Double(columnX[item.column()], y, widths[item.column()], node.getHeight()));
            bottom = Math.max(bottom, y + node.getHeight());
        }
        return new TreeLayout(boxes, columnX, x - BETWEEN_COLUMNS + 1, bottom + 2);
    }

    private static List<ElkNode> arrange(TreeShape shape, List<NodeLabel> labels, double[] widths) {
        ElkNode graph = ElkGraphUtil.createGraph();
        graph.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
        graph.setProperty(LayeredOptions.DIRECTION, Direction.RIGHT);
        graph.setProperty(LayeredOptions.RANDOM_SEED, 1);
        graph.setProperty(LayeredOptions.SEPARATE_CONNECTED_COMPONENTS, false);
        graph.setProperty(LayeredOptions.LAYERING_STRATEGY, LayeringStrategy.INTERACTIVE);
        graph.setProperty(LayeredOptions.CYCLE_BREAKING_STRATEGY, CycleBreakingStrategy.INTERACTIVE);
        graph.setProperty(LayeredOptions.SPACING_NODE_NODE, GAP);
        graph.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, BETWEEN_COLUMNS);
        graph.setProperty(LayeredOptions.SPACING_EDGE_EDGE, 1.0);
        graph.setProperty(LayeredOptions.SPACING_EDGE_NODE, 1.0);
        graph.setProperty(LayeredOptions.CROSSING_MINIMIZATION_STRATEGY, CrossingMinimizationStrategy.LAYER_SWEEP);
        graph.setProperty(LayeredOptions.NODE_PLACEMENT_BK_FIXED_ALIGNMENT, FixedAlignment.BALANCED);
        List<ElkNode> nodes = new ArrayList<>();
        for (TreeShape.Item item : shape.items()) {
            ElkNode node = ElkGraphUtil.createNode(graph);
            node.setDimensions(widths[item.column()], labels.get(item.number()).height());
            // Interactive layering puts nodes of one column into one layer, whether edges hold them there or not.
            node.setX(item.column() * COLUMN_APART);
            node.setProperty(LayeredOptions.NODE_SIZE_CONSTRAINTS, EnumSet.noneOf(SizeConstraint.class));
            nodes.add(node);
        }
        for (TreeShape.Edge edge : shape.edges()) {
            ElkGraphUtil.createSimpleEdge(nodes.get(edge.parent()), nodes.get(edge.child()));
        }
        new RecursiveGraphLayoutEngine().layout(graph, new BasicProgressMonitor());
        return nodes;
    }

    /** The box of an item. */
    Rectangle2D box(int number) {
        return boxes.get(number);
    }

    /** Left edge of a column. */
    double columnX(int column) {
        return columnX[column];
    }

    double width() {
        return width;
    }

    double height() {
        return height;
    }
}
