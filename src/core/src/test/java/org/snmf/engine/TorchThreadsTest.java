package org.snmf.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class TorchThreadsTest {
    private static final long SMALL = 192L * 512;
    private static final long LARGE = 512 * SMALL;

    @Test
    void smallProductsTakeOneThreadAndTheThreadGetsItsNumberBack() throws Exception {
        onThreadOfItsOwn(() -> {
            int before = JniUtils.getNumThreads();
            try (TorchThreads.Limit limit = TorchThreads.forProducts(SMALL)) {
                assertThat(limit).isNotNull();
                assertThat(JniUtils.getNumThreads()).isEqualTo(1);
                try (TorchThreads.Limit inner = TorchThreads.forProducts(SMALL)) {
                    assertThat(inner).isNotNull();
                }
                assertThat(JniUtils.getNumThreads()).isEqualTo(1);
                assertThat(numberOfANewThread()).isEqualTo(before);
            }
            assertThat(JniUtils.getNumThreads()).isEqualTo(before);
        });
    }

    @Test
    void largeProductsTakeAll() throws Exception {
        onThreadOfItsOwn(() -> {
            int before = JniUtils.getNumThreads();
            try (TorchThreads.Limit limit = TorchThreads.forProducts(LARGE)) {
                assertThat(limit).isNotNull();
                assertThat(JniUtils.getNumThreads()).isEqualTo(before);
            }
        });
    }

    private static int numberOfANewThread() {
        return CompletableFuture.supplyAsync(JniUtils::getNumThreads, task -> new Thread(task).start())
                .join();
    }

    private static void onThreadOfItsOwn(Runnable test) throws ExecutionException, InterruptedException {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            assertThat(manager.isOpen()).isTrue();
            assumeThat(numberOfANewThread())
                    .as("PyTorch has one thread here, which cannot be fewer")
                    .isGreaterThan(1);
            CompletableFuture.runAsync(test, task -> new Thread(task).start()).get();
        }
    }
}
