package org.snmf.views.detect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snmf.experiments.detect.MethodScores;
import org.snmf.views.plot.Boxes;
import org.snmf.views.plot.Plot;

/** The distribution of scores S_CD by layer and method, as in Fig. 2 of the paper, or by layer and k as in Figs. 6 to 8. */
public final class DetectionBoxes {
    private DetectionBoxes() {}

    /**
     * One box a method and layer; methods without any score have none.
     *
     * @param methods in the order of the boxes
     */
    public static Plot byLayer(String title, List<MethodScores> methods) {
        Map<String, double[]> groups = new LinkedHashMap<>();
        for (MethodScores method : methods) {
            add(groups, method.space().layer() + " " + method.method(), method);
        }
        return Boxes.of(title, "concept detection score", groups);
    }

    /**
     * One box an entry.
     *
     * @param methods by what to write below the box
     */
    public static Plot of(String title, Map<String, MethodScores> methods) {
        Map<String, double[]> groups = new LinkedHashMap<>();
        methods.forEach((name, method) -> add(groups, name, method));
        return Boxes.of(title, "concept detection score", groups);
    }

    private static void add(Map<String, double[]> groups, String name, MethodScores method) {
        double[] ratios = method.logRatios();
        if (ratios.length > 0) {
            groups.put(name, ratios);
        }
    }
}
