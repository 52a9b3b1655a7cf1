package org.snmf.factorize.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The selection by bins against a plain sort. */
final class WinnerTakeAllTest {
    private enum Kind {
        SPREAD,
        TIES,
        MANY_ZEROS,
        SUBNORMAL,
        ALL_EQUAL;

        float value(SplittableRandom random) {
            float signed = (float) (2 * random.nextDouble() - 1);
            return switch (this) {
                case SPREAD -> signed * (float) Math.exp(40 * random.nextDouble() - 20);
                case TIES -> random.nextInt(-3, 4);
                case MANY_ZEROS -> random.nextInt(10) == 0 ? signed : 0;
                case SUBNORMAL -> signed * 1e-40f;
                case ALL_EQUAL -> random.nextBoolean() ? 2.5f : -2.5f;
            };
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theLimitIsTheOneThatASortFinds(Kind kind) {
        SplittableRandom random = new SplittableRandom(7);
        for (int length : new int[] {1, 2, 17, 768}) {
            WinnerTakeAll winners = new WinnerTakeAll(length);
            for (int kept : new int[] {1, (length + 1) / 2, Math.max(1, length - 1), length}) {
                float[] row = new float[length];
                float[] sizes = new float[length];
                for (int i = 0; i < length; i++) {
                    row[i] = kind.value(random);
                    sizes[i] = Math.abs(row[i]);
                }
                Arrays.sort(sizes);
                assertThat(winners.threshold(row, kept))
                        .as("%s, %d of %d", kind, kept, length)
                        .isEqualTo(sizes[length - kept]);
            }
        }
    }
}
