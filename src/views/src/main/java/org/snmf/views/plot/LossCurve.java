package org.snmf.views.plot;

import java.util.List;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.IterationStatus;
import org.snmf.factorize.compare.FitComparison;

/**
 * The relative error ‖A − ZY‖_F / ‖A‖_F of a fit by iteration, the best iteration marked; several fits may be compared
 * in one figure.
 */
public final class LossCurve {
    private LossCurve() {}

    /** The curve of a fit. */
    public static Plot of(Factorization fit) {
        return of(List.of(series("fit", fit)));
    }

    /** The trace of a fit, to be compared with others by {@link #of(List)}. */
    public static Series series(String name, Factorization fit) {
        List<IterationStatus> trace = fit.trace();
        return new Series(
                name,
                trace.stream().mapToDouble(IterationStatus::iteration).toArray(),
                trace.stream().mapToDouble(IterationStatus::relativeError).toArray());
    }

    /** The curve of one fit whose errors are those of iterations 1, 2, 3, … */
    public static Plot of(double[] relativeErrors) {
        return of(List.of(Series.of("fit", relativeErrors)));
    }

    /** One curve for each choice, that of its best run. */
    public static Plot of(FitComparison fits) {
        return of(fits.choices().stream()
                .map(choice -> series(choice.name(), choice.best()))
                .toList());
    }

    /** One curve for each fit, its abscissae the iterations. */
    public static Plot of(List<Series> fits) {
        return LinePlot.of("Loss of the fit", "iteration", "relative error ‖A − ZY‖ / ‖A‖", fits)
                .withLowestMarked()
                .plot();
    }
}
