package org.snmf.experiments.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;

class PermutationTest {
    /** Mean of the first group less mean of the second. */
    private static double difference(double[] values, int[] labels) {
        double[] sum = new double[2];
        int[] count = new int[2];
        for (int i = 0; i < labels.length; i++) {
            sum[labels[i]] += values[i];
            count[labels[i]]++;
        }
        return sum[0] / count[0] - sum[1] / count[1];
    }

    @Test
    void agreesWithTheExactTestOfAllDeals() {
        // Of the 20 ways to choose 3 of 6, one gives a difference as large: the exact p is 1/20.
        double[] values = {10, 11, 12, 1, 2, 3};
        int[] labels = {0, 0, 0, 1, 1, 1};
        Permutation.Result result = new Permutation(20_000, Permutation.Alternative.GREATER, 5)
                .test(labels, deal -> difference(values, deal));
        assertThat(result.observed()).isEqualTo(9);
        assertThat(result.p()).isCloseTo(0.05, within(0.006));
        assertThat(result.chance()).isCloseTo(0, within(0.2));
        Permutation.Result both = new Permutation(20_000, Permutation.Alternative.TWO_SIDED, 5)
                .test(labels, deal -> difference(values, deal));
        assertThat(both.p()).isCloseTo(0.1, within(0.008));
        Permutation.Result less =
                new Permutation(2_000, Permutation.Alternative.LESS, 5).test(labels, deal -> difference(values, deal));
        assertThat(less.p()).isEqualTo(1);
        assertThat(labels).containsExactly(0, 0, 0, 1, 1, 1);
    }

    @Test
    void chanceIsRejectedAboutAsOftenAsItShouldBe() {
        SplittableRandom random = new SplittableRandom(2);
        int rejected = 0;
        for (int trial = 0; trial < 400; trial++) {
            double[] values = random.doubles(12).toArray();
            int[] labels = {0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1};
            Permutation test = new Permutation(199, Permutation.Alternative.GREATER, trial);
            rejected += test.test(labels, deal -> difference(values, deal)).p() <= 0.1 ? 1 : 0;
        }
        // Binomial(400, 0.1) has standard deviation 6.
        assertThat(rejected).isBetween(16, 64);
    }

    @Test
    void pIsNeverZeroAndTheSeedFixesIt() {
        int[] labels = new int[40];
        for (int i = 0; i < 20; i++) {
            labels[i] = 1;
        }
        Permutation test = new Permutation(99, Permutation.Alternative.GREATER, 1);
        Permutation.Result first = test.test(labels, deal -> Arrays.equals(deal, labels) ? 1 : 0);
        assertThat(first.p()).isEqualTo(0.01);
        assertThat(test.test(labels, deal -> Arrays.equals(deal, labels) ? 1 : 0))
                .isEqualTo(first);
    }

    @Test
    void everyOrderIsEquallyLikely() {
        int[] counts = new int[6];
        SplittableRandom random = new SplittableRandom(9);
        for (int trial = 0; trial < 6000; trial++) {
            int[] entries = {0, 1, 2};
            Permutation.shuffle(entries, random);
            counts[entries[0] * 2 + (entries[1] > entries[2] ? 1 : 0)]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(880, 1120);
        }
    }

    @Test
    void noPermutationsAreRefused() {
        assertThatThrownBy(() -> new Permutation(0, Permutation.Alternative.GREATER, 0))
                .isInstanceOf(InputException.class);
    }

    @Test
    void aStatisticWithoutAValueHasNoP() {
        int[] labels = {0, 1, 1};
        for (Permutation.Alternative alternative : Permutation.Alternative.values()) {
            Permutation.Result none = new Permutation(99, alternative, 1).test(labels, deal -> Double.NaN);
            assertThat(none.p()).isNaN();
            // Half of the deals have no value: they count as extreme, not as evidence.
            Permutation.Result some = new Permutation(999, alternative, 1)
                    .test(labels, deal -> Arrays.equals(deal, labels) ? 1 : Double.NaN);
            assertThat(some.p()).isEqualTo(1);
        }
    }
}
