package org.snmf.experiments.dynamics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.snmf.experiments.stats.Permutation;
import org.snmf.matrix.SparseColumns;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;
import org.snmf.testkit.ground.Small;

class DynamicsTest {
    @Test
    void plantedGroupsAreFoundAtTheirTimes() {
        for (int seed = 0; seed < 5; seed++) {
            Affinities x = Affinities.of(Planted.activations(seed), Planted.stretches(), Planted.NEURONS);
            AffinityFactors factors = AffinityFactorization.fit(x, 3, 200, seed, Progress.NONE);
            List<Integer> found = new ArrayList<>();
            for (int r = 0; r < 3; r++) {
                int[] members = factors.members(r, Dynamics.SHARE, Communities.MOST_MEMBERS);
                int g = members[0] / 10;
                found.add(g);
                assertThat(members).containsExactlyInAnyOrder(Planted.group(g));
                assertThat(Communities.of(x, factors, r, members)).hasSize(1);
                int acting = (int)
                        Arrays.stream(Planted.ACTS[g]).filter(act -> act > 0).count();
                int[] strongest = Arrays.copyOf(factors.strongest(r), acting);
                assertThat(IntStream.of(strongest)).allMatch(t -> Planted.ACTS[g][t] > 0);
                // Chance correlations are positive half of the time, and add some at the other times.
                assertThat(factors.spread(r)).isBetween(acting - 0.1, acting + 1.0);
            }
            assertThat(found).containsExactlyInAnyOrder(0, 1, 2);
        }
    }

    @Test
    void twoGroupsInOneFactorAreTwoCommunities() {
        double[][] w = new double[12][12];
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 12; i++) {
            for (int j = 0; j < i; j++) {
                w[i][j] = (i % 2 == j % 2 ? 0.7 : 0.1) + 0.1 * random.nextDouble();
                w[j][i] = w[i][j];
            }
        }
        w[1][0] = 0.9;
        w[0][1] = 0.9;
        List<int[]> communities = Communities.of(w);
        assertThat(communities).hasSize(2);
        assertThat(communities.get(0)).containsExactly(0, 2, 4, 6, 8, 10);
        assertThat(communities.get(1)).containsExactly(1, 3, 5, 7, 9, 11);
        assertThat(Communities.of(new double[3][3])).hasSize(1);
    }

    /** Forty features of ten neurons of 60; {@code groups} are some of them, or not. */
    private static SparseColumns features(SplittableRandom random) {
        float[][] columns = new float[40][60];
        for (float[] column : columns) {
            for (int i = 0; i < 10; i++) {
                // Neurons of low index are in many features.
                column[(int) (60 * Math.pow(random.nextDouble(), 2))] = 1;
            }
        }
        return Small.columns(columns);
    }

    private static final int[] ALL = IntStream.range(0, 60).toArray();

    @Test
    void groupsThatAreFeaturesMatchThem() {
        SparseColumns z = features(new SplittableRandom(1));
        FeatureMatch match = new FeatureMatch(z, ALL);
        assertThat(match.best(z.support(7))).isEqualTo(new FeatureMatch.Match(7, 1));
        assertThat(match.best(new int[0])).isEqualTo(new FeatureMatch.Match(-1, 0));
        Permutation.Result result = match.test(
                List.of(z.support(3), z.support(9), z.support(20)),
                new Permutation(199, Permutation.Alternative.GREATER, 1));
        assertThat(result.observed()).isEqualTo(1);
        assertThat(result.p()).isLessThan(0.01);
    }

    /** Groups that favour the neurons that many features have, but know nothing of which go together. */
    @Test
    void groupsThatKnowNothingOfFeaturesMatchThemByChance() {
        int low = 0;
        for (int seed = 0; seed < 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            SparseColumns z = features(random);
            List<int[]> groups = new ArrayList<>();
            SparseColumns others = features(random);
            for (int g = 0; g < 4; g++) {
                groups.add(others.support(g));
            }
            Permutation.Result result =
                    new FeatureMatch(z, ALL).test(groups, new Permutation(99, Permutation.Alternative.GREATER, seed));
            low += result.p() <= 0.1 ? 1 : 0;
        }
        // Binomial(40, 0.1) is at most 10 with probability 0.999.
        assertThat(low).isLessThanOrEqualTo(10);
    }

    @Test
    void aTimeIsALabelOrSoManyTokensAndTooFewAreLeftOut() {
        assertThat(Stretches.following(34, 10).names()).containsExactly("0–9", "10–19", "20–29");
        List<Sentence> sentences =
                List.of(new Sentence("a", "x"), new Sentence("b", "y"), new Sentence("c", ""), new Sentence("d", "z"));
        List<Token> tokens = new ArrayList<>();
        for (int t = 0; t < 43; t++) {
            tokens.add(new Token(0, "", t < 40 ? t % 4 : 0, t, 0, 0));
        }
        tokens.removeIf(token -> token.sentence() == 3 && token.position() > 20);
        Stretches labels = Stretches.byLabel(new TokenTable(sentences, tokens));
        assertThat(labels.names()).containsExactly("x", "y");
        assertThat(labels.tokens().get(0)).hasSize(13);
        assertThat(labels.tokens().get(1)).startsWith(1, 5, 9);
    }
}
