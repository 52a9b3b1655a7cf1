package org.snmf.models.network.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.goldens.Goldens;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.LoadOptions;

class MemoryPlanTest {
    private static final long ATTENTION = 32 * 32 * 2 + 32 * 16 * 2;
    private static final long MLP = 3 * 32 * 56;
    private static final long LAYER = 4 * (ATTENTION + MLP + 2 * 32);

    private static MemoryPlan plan(String model, LoadOptions.Residency residency, int lastLayer, boolean logits) {
        MemoryPlan.Work work = new MemoryPlan.Work(lastLayer, 512, 30, 1000, logits ? 30 : 0, 0, 0);
        return plan(model, residency, work);
    }

    private static MemoryPlan plan(String model, LoadOptions.Residency residency, MemoryPlan.Work work) {
        Path folder = Goldens.folder(model);
        return MemoryPlan.of(folder, LoadOptions.DEFAULT.withResidency(residency), work);
    }

    @Test
    void sixteenBitWeightsAreWidenedUpToTheLastLayer() {
        MemoryPlan one = plan("llama31-bf16", LoadOptions.Residency.KEEP, 0, false);
        MemoryPlan all = plan("llama31-bf16", LoadOptions.Residency.KEEP, 2, true);
        assertThat(one.layersKept()).isEqualTo(LAYER);
        assertThat(all.layersKept()).isEqualTo(3 * LAYER);
        assertThat(all.largestLayer()).isEqualTo(LAYER);
        assertThat(one.head()).isZero();
        assertThat(all.head()).isEqualTo(4 * 257 * 32);
        assertThat(all.onDisk()).isEqualTo((3 * LAYER + 4 * 32 + 2 * all.head()) / 2);
        assertThat(all.mapped()).isZero();
        assertThat(all.peak()).isEqualTo(3 * LAYER + all.head() + all.perBatch());
    }

    @Test
    void layersThatTakeTurnsCountOnce() {
        MemoryPlan plan = plan("llama31-bf16", LoadOptions.Residency.LAYER_AT_A_TIME, 2, false);
        assertThat(plan.keepsLayers()).isFalse();
        assertThat(plan.waiting()).isEqualTo(4 * 1000 * 32);
        assertThat(plan.peak()).isEqualTo(LAYER + plan.perBatch() + plan.waiting());
    }

    @Test
    void keysAndValuesOfGenerationGrowInSteps() {
        ModelConfig config = ModelConfig.read(Goldens.folder("llama31"));
        List<int[]> prompts = List.of(new int[10], new int[30]);
        LoadOptions.Residency auto = LoadOptions.Residency.AUTO;
        long column = 2L * 4 * config.layers() * 2 * config.kvHeads() * config.headDim();
        assertThat(plan("llama31", auto, MemoryPlan.Work.generating(config, prompts, 64))
                        .cache())
                .isEqualTo(column * 94);
        assertThat(plan("llama31", auto, MemoryPlan.Work.generating(config, prompts, 65))
                        .cache())
                .isEqualTo(column * (95 + 64));
    }

    @Test
    void float32WeightsStayWhereTheFileIsMapped() {
        MemoryPlan plan = plan("llama31", LoadOptions.Residency.AUTO, 2, true);
        assertThat(plan.keepsLayers()).isTrue();
        assertThat(plan.mapped()).isEqualTo(plan.onDisk());
        assertThat(plan.layersKept()).isZero();
    }

    @Test
    void aLayerThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> plan("llama31", LoadOptions.Residency.AUTO, 3, true))
                .isInstanceOf(InputException.class);
    }
}
