package org.snmf.models.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.snmf.goldens.Goldens;
import org.snmf.models.network.pass.Decoding;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;

/** A thousand passes leave native memory where it was. */
class NativeMemoryTest {
    @Test
    void passesLeaveNoArrayAndNoMemoryBehind() throws IOException {
        try (LanguageModel model = LanguageModel.load(Goldens.folder("gemma2-bf16"))) {
            passes(model, 100);
            int arrays = model.liveArrays();
            long resident = residentOutsideTheHeapKib();
            passes(model, 1000);
            assertThat(model.liveArrays()).isEqualTo(arrays);
            // Each pass touches more than 400 KiB of native arrays, so a leak in every second pass would show; below
            // that lie the pages that the allocator and the compiler keep, more of them on a busy machine.
            assertThat(residentOutsideTheHeapKib() - resident)
                    .as("growth in KiB")
                    .isLessThan(160 << 10);
        }
    }

    @Test
    void theFinalNormIsReadWithoutTheUnembedding() {
        LoadOptions options = LoadOptions.DEFAULT.withResidency(LoadOptions.Residency.KEEP);
        try (LanguageModel model = LanguageModel.load(Goldens.folder("gemma2-bf16"), options)) {
            int[] ids = {1, 2, 3};
            float[][] rows = new float[1][];
            model.read(
                    List.of(ids),
                    List.of(),
                    Set.of(new Location(3, Site.FINAL_NORM)),
                    64,
                    (location, sequence, values) -> {
                        rows[0] = new float[values.remaining()];
                        values.get(rows[0]);
                    },
                    Progress.NONE);
            int withoutUnembedding = model.liveArrays();
            float[][] traced = model.trace(ids, List.of()).at(3, Site.FINAL_NORM);
            assertThat(model.liveArrays()).isGreaterThan(withoutUnembedding);
            assertThat(java.util.Arrays.copyOf(rows[0], traced[0].length)).isEqualTo(traced[0]);
        }
    }

    private static void passes(LanguageModel model, int count) {
        int[] ids = new int[100];
        java.util.Arrays.setAll(ids, i -> (i * 37) % 257);
        float[] v = new float[model.config().mlp()];
        List<Intervention> add = List.of(Intervention.add(1, Site.MLP_ACT, v, 1));
        for (int i = 0; i < count; i++) {
            model.nextLogits(List.of(ids, new int[] {1, 2}), List.of(add, List.of()));
            model.read(
                    List.of(ids),
                    List.of(),
                    Set.of(new Location(2, Site.MLP_ACT)),
                    64,
                    (location, sequence, rows) -> {},
                    Progress.NONE);
            try (Decoding decoding = model.decode(List.of(new int[] {4}, new int[] {1, 2}), List.of(), 3)) {
                decoding.advance(new int[] {3, 4});
                decoding.keep(new int[] {1});
                decoding.advance(new int[] {3});
            }
        }
    }

    private static long residentOutsideTheHeapKib() throws IOException {
        Path status = Path.of("/proc/self/status");
        Assumptions.assumeTrue(Files.isReadable(status), "resident memory can be read on Linux only");
        System.gc();
        long heap = Runtime.getRuntime().totalMemory() >> 10;
        long resident = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
        return resident - heap;
    }
}
