package org.snmf.magics.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> OPTIONS =
            List.of("--rank", "--sparsity", "--seed", "--iterations", "--tolerance", "--memory-budget");

    @ParameterizedTest
    @CsvSource({
        "--rnak,--rank",
        "--Rank,--rank",
        "--sparisty,--sparsity",
        "--iteration,--iterations",
        "--iter,--iterations",
        "--memory-budgt,--memory-budget",
        "--sed,--seed"
    })
    void findsWhatWasMeant(String typed, String meant) {
        assertThat(Nearest.of(typed, OPTIONS)).contains(meant);
    }

    @Test
    void findsNothingWhereNothingIsNear() {
        assertThat(Nearest.of("--verbose", OPTIONS)).isEmpty();
        assertThat(Nearest.of("x", OPTIONS)).isEmpty();
    }

    @Test
    void aSwapIsOneEdit() {
        assertThat(Nearest.distance("ab", "ba")).isEqualTo(1);
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    }
}
