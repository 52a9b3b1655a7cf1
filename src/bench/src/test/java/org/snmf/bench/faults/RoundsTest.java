package org.snmf.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verbs that run the model leave no native array behind; {@link Rounds} looks at everything else, for longer. */
class RoundsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"model", "capture", "encode", "features", "neurons", "overlap", "generate", "trace", "label"})
    void aVerbLeavesNoNativeArrayBehind(String verb, @TempDir Path folder) throws Exception {
        Rounds.Row row = Rounds.row(verb, 4, Double.MAX_VALUE, folder);
        int arrays = row.held().get(0).arrays();
        assertThat(arrays).isPositive();
        assertThat(row.held()).as(row.toString()).allMatch(held -> held.arrays() == arrays);
    }
}
