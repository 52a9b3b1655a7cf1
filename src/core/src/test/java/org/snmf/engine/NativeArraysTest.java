package org.snmf.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.snmf.testkit.ground.CollectedGarbage;

class NativeArraysTest {
    private static final int ALIGNMENT = 64;

    /** Of many sizes, since Java's memory lies there by chance once in four. */
    @Test
    void valuesLieInMemoryThatTheEngineAligned() {
        try (NDManager manager = manager()) {
            List<NDArray> arrays = new ArrayList<>();
            for (int size = 1; size < 40; size++) {
                Shape shape = new Shape(size);
                arrays.add(NativeArrays.floats(manager, shape, new float[size]));
                arrays.add(NativeArrays.ints(manager, new int[size]));
                arrays.add(NativeArrays.longs(manager, shape, new long[size]));
            }
            assertThat(arrays).allSatisfy(array -> assertThat(address(array) % ALIGNMENT)
                    .as("%s %s", array.getDataType(), array.getShape())
                    .isZero());
        }
    }

    private static long address(NDArray array) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(array.toByteBuffer(true)));
    }

    @Test
    void holdTheValues() {
        try (NDManager manager = manager()) {
            assertThat(NativeArrays.floats(manager, new Shape(1, 2), new float[] {1, -2})
                            .toFloatArray())
                    .containsExactly(1, -2);
            assertThat(NativeArrays.ints(manager, new int[] {3, -4}).toIntArray())
                    .containsExactly(3, -4);
            assertThat(NativeArrays.longs(manager, new Shape(2, 1), new long[] {5, -6})
                            .toLongArray())
                    .containsExactly(5, -6);
        }
    }

    @Test
    void theGradientOfAScaledArrayOutlivesACollection() {
        try (NDManager manager = manager();
                CollectedGarbage garbage = new CollectedGarbage()) {
            NDArray x = NativeArrays.floats(manager, new Shape(2), new float[] {1, 2});
            x.setRequiresGradient(true);
            try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
                NDArray y = NativeArrays.scaled(x, 3).sum();
                int before = garbage.rounds();
                while (garbage.rounds() < before + 3) {
                    Thread.onSpinWait();
                }
                collector.backward(y);
            }
            assertThat(x.getGradient().toFloatArray()).containsExactly(3, 3);
        }
    }

    private static NDManager manager() {
        return Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    }
}
