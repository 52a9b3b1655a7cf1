package org.snmf.demo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.files.Safetensors;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;

/** The forward pass that was trained and the one that is used compute the same function. */
class ShippedWeightsTest {
    private static final double TOLERANCE = 2e-4;

    @Test
    void trainerAndLanguageModelAgree(@TempDir Path parent) {
        Path directory = EmbeddedModel.directory(parent);
        TrainingOptions options = TrainingOptions.SHIPPED;
        try (LanguageModel model = LanguageModel.load(directory);
                Safetensors file = Safetensors.open(directory.resolve("model.safetensors"));
                NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu())) {
            TrainableGpt2 trainable =
                    new TrainableGpt2(manager, options, model.config().vocabulary());
            assertThat(file.tensors().keySet()).isEqualTo(trainable.weights().keySet());
            trainable
                    .weights()
                    .forEach((name, weight) -> weight.set(file.tensor(name).floats()));
            for (String text : List.of("They went to church on Sunday.", "In December people sing carols at home.")) {
                int[] ids = model.tokenizer().encode(text).ids();
                float[][] expected = model.logits(ids, List.of());
                float[] found = trainable
                        .logits(TrainableGpt2.ids(manager, new int[][] {ids}))
                        .toFloatArray();
                for (int t = 0; t < ids.length; t++) {
                    for (int id = 0; id < expected[t].length; id++) {
                        assertThat(Math.abs(found[t * expected[t].length + id] - expected[t][id]))
                                .isLessThan((float) TOLERANCE);
                    }
                }
            }
        }
    }
}
