package org.snmf.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.errors.InputException;

class FileCoefficientsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"5,37,8", "3,16,16", "7,40,8", "1,1,1", "4,100,3", "300,1200,512"})
    void holdsWhatWasWrittenByRowsAndByPanels(int k, int n, int width) {
        Random random = new Random(k * 31L + n);
        float[][] expected = new float[k][n];
        try (FileCoefficients y = FileCoefficients.scratch(folder, k, n, width)) {
            for (int i = 0; i < 60; i++) {
                int r = random.nextInt(k);
                int from = random.nextInt(n);
                int count = 1 + random.nextInt(n - from);
                for (int t = from; t < from + count; t++) {
                    expected[r][t] = random.nextFloat();
                }
                y.write(r, from, FloatBuffer.wrap(expected[r], from, count));
            }
            int b = random.nextInt((n + width - 1) / width);
            int size = Math.min(width, n - b * width);
            float[] panel = new float[k * size];
            y.readPanel(b, FloatBuffer.wrap(panel));
            for (int i = 0; i < panel.length; i++) {
                assertThat(panel[i]).isEqualTo(expected[i / size][b * width + i % size]);
                panel[i] += 1;
                expected[i / size][b * width + i % size] += 1;
            }
            y.writePanel(b, FloatBuffer.wrap(panel));
            for (int r = 0; r < k; r++) {
                assertThat(y.feature(r)).containsExactly(expected[r]);
                assertThat(y.get(r, n - 1)).isEqualTo(expected[r][n - 1]);
                assertThat(y.token(n / 2)[r]).isEqualTo(expected[r][n / 2]);
            }
        }
    }

    @Test
    void leavesNoNameInTheFolderWhileItIsOpen() throws IOException {
        try (FileCoefficients y = FileCoefficients.scratch(folder.resolve("new"), 2, 3, 3)) {
            try (Stream<Path> files = Files.list(folder.resolve("new"))) {
                assertThat(files).isEmpty();
            }
            assertThat(y.feature(1)).containsExactly(0, 0, 0);
        }
    }

    @Test
    void anInterruptedThreadReadsAndStaysInterrupted() {
        try (FileCoefficients y = FileCoefficients.scratch(folder, 2, 3, 3)) {
            y.write(1, 0, FloatBuffer.wrap(new float[] {1, 2, 3}));
            Thread.currentThread().interrupt();
            float[] row = y.feature(1);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(row).containsExactly(1, 2, 3);
            assertThat(y.get(1, 2)).isEqualTo(3);
        }
    }

    @Test
    void saysHowMuchRoomIsMissing() {
        assertThatThrownBy(() -> FileCoefficients.scratch(folder, 1 << 22, 1 << 28, 4096))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("room for 4294967296 MiB of coefficients, found")
                .hasMessageContaining("java.io.tmpdir");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesPlacesOutsideTheMatrix() {
        try (FileCoefficients y = FileCoefficients.scratch(folder, 2, 3, 2)) {
            assertThatThrownBy(() -> y.get(2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> y.get(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> y.feature(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void opensATensorOfAFile() {
        Path file = folder.resolve("y.safetensors");
        List<SafetensorsWriter.Spec> specs = List.of(
                SafetensorsWriter.Spec.of("row", TensorType.F32, 2),
                SafetensorsWriter.Spec.of("y", TensorType.F32, 2, 3));
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, Map.of(), specs)) {
            writer.write(new float[] {7, 8, 1, 2, 3, 4, 5, 6});
            writer.commit();
        }
        try (FileCoefficients y = FileCoefficients.open(file, "y")) {
            assertThat(y.features()).isEqualTo(2);
            assertThat(y.feature(1)).containsExactly(4, 5, 6);
            assertThat(y.token(2)).containsExactly(3, 6);
        }
        assertThatThrownBy(() -> FileCoefficients.open(file, "row"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("y.safetensors#row: expected a matrix");
    }
}
