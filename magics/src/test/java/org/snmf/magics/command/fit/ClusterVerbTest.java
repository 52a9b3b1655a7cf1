package org.snmf.magics.command.fit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.errors.InputException;
import org.snmf.magics.run.ArgumentLine;
import org.snmf.magics.session.Session;
import org.snmf.magics.verbs.Runner;
import org.snmf.testkit.RecordingScreen;

/** What {@code factorize --spark} refuses before it reaches a cluster. */
class ClusterVerbTest {
    @ParameterizedTest
    @CsvSource({
        "--input hdfs://host/store#layer.0.mlp_act --spark local[1], org.snmf:snmf-spark",
        "--input hdfs://host/store --spark local[1], Add for example #layer.0.mlp_act",
        "--spark local[1], name that",
        "--partitions 3, Add --spark MASTER",
        "--input hdfs://host/store#layer.0.mlp_act --spark local[1] --seeds 3, --seeds 3",
        "--input hdfs://host/store#layer.0.mlp_act --spark local[1] --partitions -2, at least 1"
    })
    void whatCannotBeSaysWhatToDo(String options, String remedy) {
        try (Session session = new Session()) {
            assertThatThrownBy(() -> new Runner(session)
                            .run(
                                    ArgumentLine.split("factorize --rank 3 " + options),
                                    Optional.empty(),
                                    new RecordingScreen()))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(remedy);
        }
    }
}
