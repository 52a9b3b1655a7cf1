package org.snmf.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** No reader ends in anything but a value or a refusal with a reason, whatever a file holds. */
class FuzzTest {
    private static final int INPUTS = 1000;

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> everyReaderReadsOrRefuses() throws IOException {
        List<FuzzTarget> targets = FuzzTarget.all(folder);
        int each = (INPUTS + targets.size() - 1) / targets.size();
        return targets.stream()
                .map(target -> DynamicTest.dynamicTest(target.name(), () -> {
                    Fuzz.Row row = Fuzz.run(target, 1, each);
                    assertThat(row.findings()).as(row.toString()).isEmpty();
                    assertThat(row.refused()).as(row.toString()).isPositive();
                }));
    }
}
