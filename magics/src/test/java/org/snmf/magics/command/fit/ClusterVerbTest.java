package org.snmf.magics.command.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.errors.InputException;
import org.snmf.magics.run.ArgumentLine;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.session.Session;
import org.snmf.magics.verbs.Runner;
import org.snmf.testkit.RecordingScreen;

/** What {@code factorize --spark} and {@code capture --spark} refuse, and plan, before they reach a cluster. */
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
        assertRefused("factorize --rank 3 " + options, remedy);
    }

    @ParameterizedTest
    @CsvSource({
        "--out here --spark local[1] --model embedded --data embedded, org.snmf:snmf-spark",
        "--spark local[1] --model embedded --data embedded, that they share",
        "--out hdfs://host/store --spark local[1], hdfs:/host/store",
        "--out here --partitions 3, Add --spark MASTER",
        "--out here --spark local[1] --partitions -2 --model embedded --data embedded, at least 1",
        "--out here --spark local[1] --partitions 2 --dry-run --model embedded --ids 1, 'from 1 to 1, the number of sentences'"
    })
    void aCaptureThatCannotBeSaysWhatToDo(String options, String remedy) {
        assertRefused("capture --layers 0 " + options, remedy);
    }

    private static void assertRefused(String line, String remedy) {
        try (Session session = new Session()) {
            assertThatThrownBy(() -> run(session, line))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(remedy);
        }
    }

    private static Outcome run(Session session, String line) throws Exception {
        return new Runner(session).run(ArgumentLine.split(line), Optional.empty(), new RecordingScreen());
    }

    @Test
    void aPlanSaysHowTheSentencesAreDivided() throws Exception {
        try (Session session = new Session()) {
            Outcome plan = run(
                    session,
                    "capture --layers 0 --model embedded --ids 1,2,3 --ids 4 --ids 5,6 --ids 7,8"
                            + " --out here --spark local[1] --partitions 3 --dry-run");
            assertThat((Object) plan.report().get("partition_tokens")).isEqualTo(List.of(3, 3, 2));
        }
    }
}
