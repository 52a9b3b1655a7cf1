package org.snmf.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;

class MatrixFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "<f4,NEURONS_BY_TOKENS",
        "<f4,TOKENS_BY_NEURONS",
        "<f8,NEURONS_BY_TOKENS",
        ">f4,TOKENS_BY_NEURONS",
        ">f8,TOKENS_BY_NEURONS"
    })
    void readsNumpyFilesInBothLayouts(String descr, MatrixLayout layout) throws IOException {
        int neurons = 70;
        int tokens = 130;
        boolean byNeuron = layout == MatrixLayout.NEURONS_BY_TOKENS;
        Path file = npy(descr, "False", byNeuron ? neurons : tokens, byNeuron ? tokens : neurons);
        try (MatrixFile matrix = MatrixFile.open(file.toString(), layout)) {
            ActivationMatrix a = matrix.activations();
            assertThat(a.neurons()).isEqualTo(neurons);
            assertThat(a.tokens()).isEqualTo(tokens);
            FloatBuffer turned = FloatBuffer.allocate(100 * neurons);
            a.transposed(3, 100, turned);
            FloatBuffer block = a.block(3, 100);
            for (int t = 0; t < 100; t++) {
                for (int j = 0; j < neurons; j++) {
                    float expected = byNeuron ? j * tokens + t + 3 : (t + 3) * neurons + j;
                    assertThat(block.get(t * neurons + j)).isEqualTo(expected);
                    assertThat(turned.get(j * 100 + t)).isEqualTo(expected);
                }
            }
            assertThatThrownBy(() -> a.block(31, 100)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"<i4,False,dtype float32", "<f4,True,Fortran order", "<c8,False,dtype float32"})
    void refusesWhatItCannotRead(String descr, String fortran, String message) throws IOException {
        Path file = npy(descr, fortran, 3, 4);
        assertThatThrownBy(() -> MatrixFile.open(file.toString(), MatrixLayout.NEURONS_BY_TOKENS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesATruncatedNumpyFile() throws IOException {
        Path file = npy("<f4", "False", 5, 6);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> MatrixFile.open(file.toString(), MatrixLayout.NEURONS_BY_TOKENS))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("a.npy");
        }
    }

    private Path npy(String descr, String fortran, int rows, int columns) throws IOException {
        String header = "{'descr': '" + descr + "', 'fortran_order': " + fortran + ", 'shape': (" + rows + ", "
                + columns + "), }";
        byte[] text = (header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
        int size = descr.endsWith("8") ? 8 : 4;
        ByteBuffer bytes = ByteBuffer.allocate(10 + text.length + rows * columns * size);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.order(ByteOrder.LITTLE_ENDIAN).putShort((short) text.length).put(text);
        bytes.order(descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < rows * columns; i++) {
            if (size == 8) {
                bytes.putDouble(i);
            } else {
                bytes.putFloat(i);
            }
        }
        return Files.write(folder.resolve("a.npy"), bytes.array());
    }

    private Path array(String name, String shape, int count) throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }\n";
        ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + 4 * count).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < count; i++) {
            bytes.putFloat(i);
        }
        return Files.write(folder.resolve(name), bytes.array());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"np.int64(3), np.int64(4)", "numpy.int32(3), 4", "3, np.intp(4)", "3,4,"})
    void readsShapesAsNumpyTwoWritesItsOwnNumbers(String shape) throws IOException {
        try (MatrixFile matrix =
                MatrixFile.open(array("b.npy", shape, 12).toString(), MatrixLayout.TOKENS_BY_NEURONS)) {
            assertThat(matrix.activations().tokens()).isEqualTo(3);
            assertThat(matrix.activations().neurons()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @CsvSource({"NEURONS_BY_TOKENS", "TOKENS_BY_NEURONS"})
    void oneAxisIsOneToken(MatrixLayout layout) throws IOException {
        try (MatrixFile matrix = MatrixFile.open(array("b.npy", "5,", 5).toString(), layout)) {
            assertThat(matrix.activations().tokens()).isEqualTo(1);
            assertThat(matrix.activations().block(0, 1).get(3)).isEqualTo(3);
        }
        Path scalar = array("c.npy", "", 1);
        assertThatThrownBy(() -> MatrixFile.open(scalar.toString(), layout))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("two axes, or one");
    }

    @ParameterizedTest
    @CsvSource({"0", "9"})
    void readsAnArrayOfAnArchiveAndLeavesNoCopy(int level) throws IOException {
        byte[] one = Files.readAllBytes(array("b.npy", "3, 4", 12));
        Path archive = folder.resolve("a.npz");
        try (var zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(archive))) {
            zip.setLevel(level);
            for (String name : new String[] {"first.npy", "second.npy"}) {
                zip.putNextEntry(new java.util.zip.ZipEntry(name));
                zip.write(one);
            }
        }
        try (MatrixFile matrix = MatrixFile.open(archive + "#second", MatrixLayout.NEURONS_BY_TOKENS)) {
            assertThat(matrix.file()).isEqualTo(archive);
            assertThat(matrix.activations().block(1, 1).get(2)).isEqualTo(9);
        }
        assertThatThrownBy(() -> MatrixFile.open(archive.toString(), MatrixLayout.NEURONS_BY_TOKENS))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("FILE#ARRAY", "[first, second]");
        assertThat(Scratch.folder()).isEmptyDirectory();
        Files.write(archive, new byte[20]);
        assertThatThrownBy(() -> MatrixFile.open(archive + "#second", MatrixLayout.NEURONS_BY_TOKENS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a .npz archive");
    }
}
