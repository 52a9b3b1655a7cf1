package org.snmf.magics.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.goldens.Goldens;
import org.snmf.magics.run.ArgumentLine;
import org.snmf.magics.session.Session;
import org.snmf.magics.verbs.Runner;
import org.snmf.testkit.RecordingScreen;

/** Plans of the verbs that load or run a model: they say what it takes and load, write and download nothing. */
class DryRunTest {
    private final Session session = new Session();
    private final RecordingScreen screen = new RecordingScreen();

    @AfterEach
    void end() {
        session.close();
    }

    private Map<String, ?> plan(String line) throws Exception {
        Map<String, ?> report = (Map<String, ?>) new Runner(session)
                .run(ArgumentLine.split(line + " --dry-run"), Optional.of("Once upon a time.\nThe dog ran."), screen)
                .report();
        assertThat(session.heldModel()).isEmpty();
        assertThat(report.get("dry_run")).isEqualTo(true);
        assertThat((long) report.get("bytes_peak")).isGreaterThanOrEqualTo((long) report.get("bytes_of_a_batch"));
        assertThat(screen.shown.get(screen.shown.size() - 1).plain())
                .contains("model on disk", "arrays of a batch", "native memory at most");
        return report;
    }

    @Test
    void everyVerbPlansBeforeItLoads(@TempDir Path folder) throws Exception {
        Path model = Goldens.folder("llama-tied");
        Path out = folder.resolve("out");
        assertThat(plan("model \"" + model + "\"")).containsKeys("bytes_on_disk", "bytes_mapped", "layers");
        assertThat(plan("capture --model \"" + model + "\" --layers 0 --out " + out))
                .containsKeys("bytes", "tokens", "seconds_estimate");
        Map<String, ?> generation = plan("generate --model \"" + model + "\" --max-new-tokens 7");
        assertThat(generation.get("rows")).isEqualTo(2);
        assertThat((long) generation.get("bytes_of_keys_and_values")).isPositive();
        assertThat(plan("trace --model \"" + model + "\" --ids 1,2,3 --out " + out))
                .containsKeys("bytes", "seconds_estimate");
        assertThat(out).doesNotExist();
    }

    @Test
    void theResidencyDecidesWhatIsKept() throws Exception {
        Path model = Goldens.folder("llama31-bf16");
        Map<String, ?> kept = plan("generate --ids 1,2 --model \"" + Goldens.folder("llama31") + "\" --residency KEEP");
        assertThat(kept.get("keeps_layers")).isEqualTo(true);
        Map<String, ?> widened = plan("trace --ids 1,2 --out x --model \"" + model + "\" --residency KEEP");
        Map<String, ?> inTurns = plan("trace --ids 1,2 --out x --model \"" + model + "\" --residency LAYER_AT_A_TIME");
        assertThat((long) inTurns.get("bytes_peak")).isLessThan((long) widened.get("bytes_peak"));
        assertThat(inTurns.get("bytes_kept")).isEqualTo(0L);
    }

    @Test
    void nothingIsDownloadedForAPlan() {
        assertThatThrownBy(() -> plan("model nobody/no-such-model --download"))
                .hasMessageContaining("say: model nobody/no-such-model --download");
    }
}
