package org.snmf.views.plot;

import java.util.List;

/**
 * The relative error ‖A − ZY‖_F / ‖A‖_F of a fit by iteration, the best iteration marked; several fits may be compared
 * in one figure.
 */
public final class LossCurve {
    private LossCurve() {}

    /** The curve of one fit whose errors are those of iterations 1, 2, 3, … */
    public static Plot of(double[] relativeErrors) {
        return of(List.of(Series.of("fit", relativeErrors)));
    }

    /** One curve for each fit, its abscissae the iterations. */
    public static Plot of(List<Series> fits) {
        return LinePlot.of("Loss of the fit", "iteration", "relative error ‖A − ZY‖ / ‖A‖", fits)
                .withLowestMarked()
                .plot();
    }
}
