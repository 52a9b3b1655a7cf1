package org.snmf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.factorize.fit.Snmf;
import org.snmf.factorize.fit.SnmfPlan;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.hierarchy.RecursiveOptions;
import org.snmf.hierarchy.RecursiveSnmf;
import org.snmf.hierarchy.finetune.FineTuneOptions;
import org.snmf.hierarchy.finetune.FineTunePlan;
import org.snmf.hierarchy.finetune.JointFineTuning;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.Progress;
import org.snmf.testkit.ground.Small;

/** Plans of time beside the work itself; wide bounds, since other processes share the machine. */
class PlannedTimeTest {
    private static final ActivationMatrix A = Small.activations(600, 6000, 5);

    private static double seconds(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) * 1e-9;
    }

    @Test
    void operationsAreThoseOfThePassAndOfTheLevels() {
        FineTuneOptions options = FineTuneOptions.defaults();
        double one = FineTunePlan.operations(options, 10, 100, List.of(4));
        assertThat(one)
                .isEqualTo(2.0 * 100 * 4 * (20 + (1 + options.sweeps()) * 4) + (options.sweeps() + 1) * 2.0 * 10 * 16);
        assertThat(FineTunePlan.operations(options, 10, 100, List.of(4, 2))).isGreaterThan(one);
        assertThat(FineTunePlan.rehearsal(options.withIterations(7), List.of(8, 3)))
                .isSameAs(FineTunePlan.rehearsal(options, List.of(8, 3)));
    }

    @Test
    void aFineTuneTakesWhatItsPlanSays() {
        FineTuneOptions options = FineTuneOptions.defaults().withIterations(20);
        SnmfOptions fit = SnmfOptions.rank(40).withStopping(Stopping.after(2));
        Hierarchy start = new RecursiveSnmf(RecursiveOptions.of(fit, 40, 10)).fit(A, Progress.NONE);
        double planned = FineTunePlan.rehearsal(options, List.of(40, 10))
                .seconds(20 * FineTunePlan.operations(options, 600, 6000, List.of(40, 10)));
        double taken = seconds(() -> new JointFineTuning(options).run(A, start, Progress.NONE));
        assertThat(planned / taken).isBetween(0.2, 5.0);
    }

    @Test
    void aFitTakesWhatItsPlanSays() {
        SnmfOptions options = SnmfOptions.rank(40).withStopping(Stopping.after(30));
        double planned = SnmfPlan.rehearsal(options)
                .seconds(30 * SnmfPlan.of(options, 600, 6000).flopsPerIteration());
        double taken = seconds(() -> Snmf.fit(A, options, Progress.NONE));
        assertThat(planned / taken).isBetween(0.2, 5.0);
        assertThat(SnmfPlan.rehearsal(options.withSeed(7).withStopping(Stopping.after(2))))
                .isSameAs(SnmfPlan.rehearsal(options));
    }
}
