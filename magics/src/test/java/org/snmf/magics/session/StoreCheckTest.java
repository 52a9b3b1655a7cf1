package org.snmf.magics.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.goldens.Goldens;
import org.snmf.magics.kernel.BrokenModels;
import org.snmf.testkit.VerbTest;

/** A stored capture is compared with the model as soon as both are at hand. */
class StoreCheckTest extends VerbTest {
    @TempDir
    private Path folder;

    private final Session session = new Session();
    private Path model;
    private Path store;

    private void run(String line) throws Exception {
        run(session, line);
    }

    @BeforeEach
    void capture() throws Exception {
        model = Goldens.folder("llama-tied");
        store = folder.resolve("store");
        Path data = Files.writeString(folder.resolve("data.txt"), "Once upon a time there was a cat.\nTom ran.\n");
        run("capture --model \"" + model + "\" --data " + data + " --layers 0,1 --out " + store);
        run("reset");
        screen.said.clear();
    }

    @AfterEach
    void end() {
        session.close();
    }

    @Test
    void theSameModelGivesTheSame() throws Exception {
        run("model \"" + model + "\"");
        assertThat(screen.said).isEmpty();
        run("factorize --input " + store + " --layer 1 --rank 2 --sparsity 50% --iterations 1");
        assertThat(screen.said)
                .singleElement()
                .asString()
                .contains("sentence 0 computed again differs by at most", "hashes agree");
        assertThat(screen.warned).isEmpty();
    }

    @Test
    void theOrderDoesNotMatter() throws Exception {
        run("factorize --input " + store + " --layer 1 --rank 2 --sparsity 50% --iterations 1");
        assertThat(screen.said).isEmpty();
        run("model \"" + model + "\"");
        assertThat(screen.said).anyMatch(line -> line.contains("hashes agree"));
    }

    @Test
    void changedWeightsAreNamedAndShown() throws Exception {
        Path changed = new BrokenModels(folder).withBytes(model, bytes -> {
            for (int at = bytes.limit() - 40_000; at < bytes.limit(); at += 4) {
                bytes.putFloat(at, 2 * bytes.getFloat(at));
            }
        });
        run("model " + changed);
        run("factorize --input " + store + " --layer 1 --rank 2 --sparsity 50% --iterations 1");
        assertThat(screen.warned)
                .singleElement()
                .asString()
                .contains("do not belong together", "other hashes for model.safetensors", "capture again");
    }

    @Test
    void anotherModelIsSaid() throws Exception {
        run("model embedded");
        run("factorize --input " + store + " --layer 1 --rank 2 --sparsity 50% --iterations 1");
        assertThat(screen.warned).singleElement().asString().contains("do not belong together", "another model");
    }
}
