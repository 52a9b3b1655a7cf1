package org.snmf.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.Matrices;
import org.snmf.matrix.NamedRandom;
import org.snmf.testkit.ground.Small;
import org.snmf.testkit.ground.StopAfter;

class EncoderTest {
    private static final int TOKENS = 300;

    /** Tokens are made of features of which the second half are the first ones, turned until that is their cosine. */
    @ParameterizedTest
    @ValueSource(doubles = {0.98, 0.995, 0.999, 0.9999})
    void findsWhatNearCopiesWereUsed(double cosine) {
        float[][] z = nearCopies(cosine);
        float[][] used = new float[z.length][TOKENS];
        NamedRandom random = new NamedRandom(1, "used");
        for (int r = 0; r < z.length; r++) {
            for (int t = 0; t < TOKENS; t++) {
                used[r][t] = Math.max(0, random.uniform(r * TOKENS + t) - 0.5f);
            }
        }
        StopAfter watcher = new StopAfter(Integer.MAX_VALUE);
        Coefficients y = new Encoder(Small.columns(z), 2).encode(made(z, used, 1), watcher);
        assertThat(watcher.warnings).isEmpty();
        // What the rounding of A moves, the distance of the copies magnifies.
        double tolerance = 1e-6 / Math.sqrt(1 - cosine * cosine);
        for (int r = 0; r < z.length; r++) {
            for (int t = 0; t < TOKENS; t++) {
                assertThat(y.get(r, t)).isCloseTo(used[r][t], within((float) tolerance));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {1e-25f, 1e-12f, 1e12f, 1e25f})
    void doesNotDependOnTheScaleOfTheText(float factor) {
        float[][] z = nearCopies(0.9);
        float[][] used = new float[z.length][TOKENS];
        for (int t = 0; t < TOKENS; t++) {
            used[t % z.length][t] = 1 + t;
        }
        Coefficients y =
                new Encoder(Small.columns(z), 1).encode(made(z, used, factor), new StopAfter(Integer.MAX_VALUE));
        for (int t = 0; t < TOKENS; t++) {
            assertThat(y.get(t % z.length, t) / factor).isCloseTo(1 + t, within(1e-4f * (1 + t)));
        }
    }

    @Test
    void aStopSaysHowManyTokensAreLeft() {
        float[][] z = nearCopies(0.5);
        float[][] used = new float[z.length][5000];
        StopAfter stop = new StopAfter(1);
        new Encoder(Small.columns(z), 1).encode(made(z, used, 1), stop);
        assertThat(stop.warnings).containsExactly("3976 of 5000 tokens were not encoded.");
    }

    private static float[][] nearCopies(double cosine) {
        float[][] z = new float[8][60];
        for (int r = 0; r < 4; r++) {
            for (int j = 0; j < 10; j++) {
                int sign = (j * (r + 3)) % 4 == 1 ? -1 : 1;
                z[r][10 * r + j] = sign;
                z[r + 4][10 * r + j] = (float) (cosine * sign);
            }
            z[r + 4][40 + 5 * r] = (float) Math.sqrt(10 * (1 - cosine * cosine));
        }
        return z;
    }

    /** factor · Z · used. */
    private static ActivationMatrix made(float[][] z, float[][] used, float factor) {
        int neurons = z[0].length;
        float[] values = new float[neurons * used[0].length];
        for (int i = 0; i < values.length; i++) {
            double sum = 0;
            for (int r = 0; r < z.length; r++) {
                sum += (double) z[r][i % neurons] * used[r][i / neurons];
            }
            values[i] = (float) (sum * factor);
        }
        return Matrices.dense(neurons, used[0].length, values);
    }
}
