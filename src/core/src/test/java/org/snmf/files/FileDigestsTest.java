package org.snmf.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDigestsTest {
    private static final String FORGED = "0".repeat(64);

    @TempDir
    private Path temporary;

    private Path folder;
    private Path file;

    private FileDigests digests;

    @BeforeEach
    void write() throws IOException {
        Assumptions.assumeTrue(
                Files.getFileStore(temporary).supportsFileAttributeView("posix"),
                "only POSIX systems remember digests");
        folder = Files.createDirectory(
                temporary.resolve("digests"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        file = Files.writeString(temporary.resolve("weights"), "one");
        digests = new FileDigests(() -> folder, 1, inAnHour());
    }

    private static Clock inAnHour() {
        return Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
    }

    /** Writes another digest into every record, which shows whether a record is used. */
    private void forge() throws IOException {
        try (var records = Files.list(folder)) {
            for (Path record : records.toList()) {
                List<String> lines = Files.readAllLines(record);
                Files.write(record, List.of(lines.get(0), FORGED));
            }
        }
    }

    @Test
    void aFileThatDidNotChangeIsNotReadAgain() throws IOException {
        assertThat(digests.sha256(file)).isEqualTo(Sha256.of(file));
        forge();
        assertThat(digests.sha256(file)).isEqualTo(FORGED);
        assertThat(new FileDigests(() -> folder, 4, inAnHour()).sha256(file)).isEqualTo(Sha256.of(file));
    }

    @Test
    void aChangeIsSeenEvenWhereSizeAndTimeAreRestored() throws IOException {
        FileTime before = Files.getLastModifiedTime(file);
        digests.sha256(file);
        forge();
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, before);
        assertThat(digests.sha256(file)).isEqualTo(Sha256.of(file));
    }

    @Test
    void anotherFileInItsPlaceIsSeen() throws IOException {
        digests.sha256(file);
        forge();
        Path other = Files.writeString(temporary.resolve("other"), "two");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(digests.sha256(file)).isEqualTo(Sha256.of(file));
    }

    @Test
    void aFileThatJustChangedIsNotRemembered() throws IOException {
        new FileDigests(() -> folder, 1, Clock.systemUTC()).sha256(file);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderThatOthersMayWriteIsNotTrusted() throws IOException {
        digests.sha256(file);
        forge();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(digests.sha256(file)).isEqualTo(Sha256.of(file));
    }

    @Test
    void aDamagedRecordIsWrittenAnew() throws IOException {
        digests.sha256(file);
        try (var records = Files.list(folder)) {
            Files.writeString(records.findFirst().orElseThrow(), "nonsense");
        }
        assertThat(digests.sha256(file)).isEqualTo(Sha256.of(file));
    }
}
