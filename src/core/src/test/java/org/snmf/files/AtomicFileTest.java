package org.snmf.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("result.json");
    }

    private static ByteBuffer bytes(int value, int count) {
        byte[] bytes = new byte[count];
        java.util.Arrays.fill(bytes, (byte) value);
        return ByteBuffer.wrap(bytes);
    }

    /** The one temporary file of the folder. */
    private Path temporary() throws IOException {
        try (Stream<Path> names = Files.list(folder)) {
            return names.filter(name -> name.toString().endsWith(".tmp"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void twoWritersInOneProcessDoNotMixTheirBytes() throws IOException {
        try (AtomicFile first = AtomicFile.create(file());
                AtomicFile second = AtomicFile.create(file())) {
            for (int i = 0; i < 100; i++) {
                first.write(bytes('a', 1000));
                second.write(bytes('b', 1000));
            }
            first.commit();
            assertThat(Files.readString(file())).isEqualTo("a".repeat(100_000));
            second.commit();
            assertThat(Files.readString(file())).isEqualTo("b".repeat(100_000));
        }
        try (Stream<Path> names = Files.list(folder)) {
            assertThat(names).containsExactly(file());
        }
    }

    @Test
    void removesWhatADeadWriterOfThisMachineLeftAndNothingElse() throws IOException {
        Path ofThisProcess;
        try (AtomicFile open = AtomicFile.create(file())) {
            open.write(bytes(1, 1));
            ofThisProcess = temporary();
            String pid = "." + ProcessHandle.current().pid() + ".";
            String name = ofThisProcess.getFileName().toString();
            assertThat(name).contains(pid);
            Path dead = Files.createFile(folder.resolve(name.replace(pid, ".999999999999.")));
            Path elsewhere = Files.createFile(folder.resolve(
                    name.replaceFirst("json\\.[0-9a-f]{8}", "json.00000000").replace(pid, ".999999999999.")));
            AtomicFile.write(file(), "done");
            assertThat(dead).doesNotExist();
            assertThat(elsewhere).exists();
            assertThat(ofThisProcess).exists();
        }
        assertThat(ofThisProcess).doesNotExist();
    }

    @Test
    void aFailureLeavesWhatWasThere() throws IOException {
        AtomicFile.write(file(), "before");
        assertThatThrownBy(() -> AtomicFile.write(file(), out -> {
                    out.write(new byte[1 << 20]);
                    throw new IOException("No space left on device");
                }))
                .hasMessageContaining("a full disk")
                .hasMessageContaining("Nothing was changed");
        assertThat(Files.readString(file())).isEqualTo("before");
        try (Stream<Path> names = Files.list(folder)) {
            assertThat(names).containsExactly(file());
        }
    }
}
