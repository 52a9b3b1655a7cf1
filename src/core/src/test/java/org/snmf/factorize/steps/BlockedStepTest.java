package org.snmf.factorize.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.engine.Engine;
import org.snmf.factorize.CoefficientUpdate;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.products.BlockedGram;
import org.snmf.factorize.products.FeatureGram;
import org.snmf.matrix.NamedRandom;

/** The updates by dense products against the plain ones. */
class BlockedStepTest {
    @ParameterizedTest
    @CsvSource({
        "HALS,1,1,torch",
        "HALS,63,17,torch",
        "HALS,64,64,nd4j",
        "HALS,65,100,torch",
        "HALS,300,33,torch",
        "HALS,300,33,nd4j",
        "MULTIPLICATIVE,1,1,torch",
        "MULTIPLICATIVE,65,100,nd4j",
        "MULTIPLICATIVE,300,33,torch"
    })
    void isThePlainUpdateButForRounding(CoefficientUpdate update, int rank, int length, String engineName) {
        SnmfOptions options = SnmfOptions.rank(rank).withCoefficientUpdate(update);
        int width = length + 5;
        FeatureGram gram = new FeatureGram(gram(rank));
        float[][] c = rows(rank, width, "products", -0.5f);
        float[][] plain = rows(rank, width, "coefficients", 0);
        float[][] blocked = rows(rank, width, "coefficients", 0);
        try (Engine engine = Engine.open(engineName, 2);
                BlockedGram products = new BlockedGram(options, engine)) {
            products.fill(gram);
            CoefficientStep expected = CoefficientStep.of(options, width);
            CoefficientStep step = BlockedStep.of(options, products, 1, width);
            for (int sweep = 0; sweep < 3; sweep++) {
                expected.update(plain, c, length, gram);
                step.update(blocked, c, length, gram);
            }
        }
        int zeros = 0;
        for (int r = 0; r < rank; r++) {
            for (int t = 0; t < width; t++) {
                assertThat(blocked[r][t]).as("[%d, %d]", r, t).isCloseTo(plain[r][t], within(1e-5f));
                zeros += t < length && blocked[r][t] == 0 ? 1 : 0;
            }
        }
        if (update == CoefficientUpdate.HALS && rank > 1) {
            assertThat(zeros).isBetween(1, rank * length - 1);
        }
    }

    /** ZᵀZ of random features, the second of them empty; those of different thirds overlap little. */
    private static double[][] gram(int rank) {
        int neurons = 3 * rank;
        NamedRandom random = new NamedRandom(5, "features");
        float[][] z = new float[rank][neurons];
        for (int r = 0; r < rank; r++) {
            for (int j = 0; r != 1 && j < neurons; j++) {
                float value = random.uniform((long) r * neurons + j) - 0.4f;
                z[r][j] = j % 3 == r % 3 || j == r ? value / (float) Math.sqrt(rank) : 0;
            }
        }
        double[][] gram = new double[rank][rank];
        for (int r = 0; r < rank; r++) {
            for (int s = 0; s < rank; s++) {
                for (int j = 0; j < neurons; j++) {
                    gram[r][s] += (double) z[r][j] * z[s][j];
                }
            }
        }
        return gram;
    }

    private static float[][] rows(int count, int width, String name, float shift) {
        NamedRandom random = new NamedRandom(7, name);
        float[][] rows = new float[count][width];
        for (int r = 0; r < count; r++) {
            for (int t = 0; t < width; t++) {
                rows[r][t] = random.uniform((long) r * width + t) + shift;
            }
        }
        return rows;
    }
}
