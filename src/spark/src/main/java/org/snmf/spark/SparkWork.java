package org.snmf.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.snmf.cluster.Work;
import org.snmf.errors.InputException;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/** Work in pieces, a task of Spark for each. */
final class SparkWork {
    private static final long ASKED_MILLIS = 200;

    private SparkWork() {}

    /** See {@link org.snmf.cluster.Machines#run}. */
    static boolean run(JavaSparkContext spark, List<? extends Work> work, BooleanSupplier goesOn) {
        List<Work> pieces = new ArrayList<>(work);
        JavaFutureAction<List<InputException>> job;
        try {
            job = spark.parallelize(pieces, pieces.size())
                    .flatMap(piece -> refusals(piece).iterator())
                    .collectAsync();
        } catch (IllegalStateException e) {
            // The cluster may end the application before it has any work.
            throw failure(spark, e);
        }
        boolean interrupted = false;
        // Asked after an interrupt too: who takes it for a stop sees it in the flag.
        while (goesOn.getAsBoolean() && !interrupted) {
            try {
                List<InputException> refusals = job.get(ASKED_MILLIS, TimeUnit.MILLISECONDS);
                if (!refusals.isEmpty()) {
                    throw refusals.get(0);
                }
                return true;
            } catch (TimeoutException notYet) {
                // Asks again.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                interrupted = true;
            } catch (ExecutionException e) {
                throw failure(spark, e);
            }
        }
        job.cancel(true);
        return false;
    }

    /** Does a piece. What a person has to mend is told at once; everything else Spark tries again. */
    private static List<InputException> refusals(Work piece) {
        try {
            piece.run(new WhileWanted());
            return List.of();
        } catch (InputException e) {
            return List.of(new InputException(e.where(), e.expected(), e.found(), e.remedy()));
        }
    }

    private static InputException failure(JavaSparkContext spark, Exception e) {
        String told = String.valueOf(e.getMessage())
                .lines()
                .limit(2)
                .map(String::strip)
                .collect(Collectors.joining(" "));
        return new InputException(
                "--spark",
                "a cluster that does all of the work",
                (spark.sc().isStopped() ? "an application that was ended: " : "") + told,
                "Look into the logs of the master and the workers, then say the same command again: what is done is kept.",
                e);
    }

    /** Asks for a stop when the task is not wanted any more. */
    private static final class WhileWanted implements Progress {
        private final TaskContext task = TaskContext.get();

        @Override
        public void report(Step step) {}

        @Override
        public boolean stopRequested() {
            return task.isInterrupted();
        }

        @Override
        public void warn(String message) {}
    }
}
