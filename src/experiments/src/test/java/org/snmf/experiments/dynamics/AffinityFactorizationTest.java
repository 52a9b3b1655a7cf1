package org.snmf.experiments.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.progress.Progress;
import org.snmf.testkit.ground.StopContract;

class AffinityFactorizationTest {
    /** The whole model, entry by entry. */
    private static final class Slow {
        final Affinities x;
        final double[][] u;
        final double[][] v;

        Slow(Affinities x, double[][] u, double[][] v) {
            this.x = x;
            this.u = Arrays.stream(u).map(double[]::clone).toArray(double[][]::new);
            this.v = Arrays.stream(v).map(double[]::clone).toArray(double[][]::new);
        }

        double rest(int t, int i, int j) {
            double rest = x.at(t, i, j);
            for (int r = 0; r < v[t].length; r++) {
                rest -= u[i][r] * u[j][r] * v[t][r];
            }
            return rest;
        }

        double error() {
            double error = 0;
            double all = 0;
            for (int t = 0; t < v.length; t++) {
                for (int i = 0; i < u.length; i++) {
                    for (int j = 0; j < u.length; j++) {
                        error += i == j ? 0 : Math.pow(rest(t, i, j), 2);
                        all += i == j ? 0 : Math.pow(x.at(t, i, j), 2);
                    }
                }
            }
            return error / all;
        }

        void iterate() {
            for (int i = 0; i < u.length; i++) {
                for (int pass = 0; pass < 2; pass++) {
                    for (int r = 0; r < u[i].length; r++) {
                        double slope = 0;
                        double curvature = 0;
                        for (int t = 0; t < v.length; t++) {
                            for (int j = 0; j < u.length; j++) {
                                double w = j == i ? 0 : u[j][r] * v[t][r];
                                slope += w * rest(t, i, j);
                                curvature += w * w;
                            }
                        }
                        u[i][r] = Math.max(0, u[i][r] + slope / curvature);
                    }
                }
            }
            for (int t = 0; t < v.length; t++) {
                for (int pass = 0; pass < 2; pass++) {
                    for (int r = 0; r < v[t].length; r++) {
                        double slope = 0;
                        double curvature = 0;
                        for (int i = 0; i < u.length; i++) {
                            for (int j = 0; j < u.length; j++) {
                                double w = i == j ? 0 : u[i][r] * u[j][r];
                                slope += w * rest(t, i, j);
                                curvature += w * w;
                            }
                        }
                        v[t][r] = Math.max(0, v[t][r] + slope / curvature);
                    }
                }
            }
        }
    }

    @Test
    void iterationsAreThoseOfTheSlowFormAndTheErrorNeverRises() {
        for (int seed = 0; seed < 5; seed++) {
            Affinities x = Planted.random(7 + seed, 3, seed);
            AffinityFactorization fast = new AffinityFactorization(x, 1 + seed, seed);
            Slow slow = new Slow(x, fast.u, fast.v);
            double before = Double.POSITIVE_INFINITY;
            for (int iteration = 0; iteration < 6; iteration++) {
                fast.iterate();
                slow.iterate();
                assertThat(fast.error()).isCloseTo(slow.error(), within(1e-9)).isLessThanOrEqualTo(before + 1e-12);
                before = fast.error();
                for (int i = 0; i < slow.u.length; i++) {
                    assertThat(fast.u[i]).containsExactly(slow.u[i], within(1e-7));
                }
            }
        }
    }

    @Test
    void affinitiesAreThePositivePartOfPearsonsCorrelation() {
        ActivationMatrix a = Planted.activations(3);
        Stretches stretches = Planted.stretches();
        Affinities x = Affinities.of(a, stretches, new int[] {2, 5, 17, 39});
        double[][] columns = new double[4][Planted.TOKENS];
        for (int t = 0; t < Planted.TOKENS; t++) {
            for (int i = 0; i < 4; i++) {
                columns[i][t] = a.block(Planted.TOKENS + t, 1).get(x.neurons()[i]);
            }
        }
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < i; j++) {
                double r = new PearsonsCorrelation().correlation(columns[i], columns[j]);
                assertThat((double) x.at(1, i, j)).isCloseTo(Math.max(0, r), within(1e-6));
                assertThat(x.at(1, j, i)).isEqualTo(x.at(1, i, j));
            }
            assertThat(x.at(1, i, i)).isZero();
        }
    }

    @Test
    void theNeuronsThatVaryMostAreCompared() {
        Affinities x = Affinities.of(Planted.activations(1), Planted.stretches(), 30);
        assertThat(x.neurons()).isSorted();
        assertThat(x.neurons()[29]).isEqualTo(29);
        float[] same = new float[40];
        Arrays.fill(same, 0.1f);
        Affinities none = Affinities.of(Matrices.dense(2, 20, same), Stretches.following(20, 10), 2);
        assertThat(none.values()[0]).containsOnly(0);
        assertThatThrownBy(() -> AffinityFactorization.fit(none, 1, 5, 0, Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("vary together");
    }

    @Test
    void aStopKeepsTheBestSoFar() {
        Affinities x = Planted.random(12, 4, 9);
        StopContract.check(
                progress -> AffinityFactorization.fit(x, 3, 40, 1, progress)
                        .errors()
                        .size(),
                5);
        AffinityFactors stopped = AffinityFactorization.fit(x, 3, 40, 1, Progress.stopAfter(3));
        assertThat(stopped.stopped()).isTrue();
        assertThat(stopped.errors()).hasSize(3);
        Slow kept = new Slow(x, stopped.neurons(), stopped.times());
        assertThat(kept.error()).isCloseTo(stopped.error(), within(1e-9));
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        Affinities x = Planted.random(5, 2, 1);
        assertThatThrownBy(() -> AffinityFactorization.fit(x, 6, 5, 0, Progress.NONE))
                .hasMessageContaining("1 to 5");
        assertThatThrownBy(() -> AffinityFactorization.fit(x, 2, 0, 0, Progress.NONE))
                .hasMessageContaining("at least 1");
        assertThatThrownBy(() -> Stretches.following(100, 3)).hasMessageContaining("at least 8");
        assertThatThrownBy(() -> Stretches.following(15, 10)).hasMessageContaining("two or more");
        assertThatThrownBy(() -> Affinities.of(Planted.activations(1), Planted.stretches(), 401))
                .hasMessageContaining("2 to 400");
    }
}
