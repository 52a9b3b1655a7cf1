package org.snmf.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;

class UserCacheTest {
    private final String before = System.getProperty(UserCache.PROPERTY);

    @TempDir
    Path parent;

    @AfterEach
    void putBack() {
        if (before == null) {
            System.clearProperty(UserCache.PROPERTY);
        } else {
            System.setProperty(UserCache.PROPERTY, before);
        }
    }

    @Test
    void liesWhereTheSettingSaysForThisUserAlone() throws IOException {
        System.setProperty(UserCache.PROPERTY, parent.resolve("a/cache").toString());
        Path folder = UserCache.folder("models");
        assertThat(folder).isEqualTo(parent.resolve("a/cache/models")).isDirectory();
        assertThat(Files.getPosixFilePermissions(folder)).hasSize(3);
        assertThat(UserCache.folder("models")).isEqualTo(folder);
    }

    @Test
    void aPlaceThatCannotBeMadeIsRefusedWithTheWayOut() throws IOException {
        System.setProperty(
                UserCache.PROPERTY,
                Files.createFile(parent.resolve("file")).resolve("cache").toString());
        assertThatThrownBy(() -> UserCache.folder("models"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("SNMF_CACHE");
    }

    @Test
    void scratchIsGoneWhenItIsRemoved() throws IOException {
        Path folder = Scratch.folder();
        Files.writeString(Files.createDirectories(folder.resolve("deep")).resolve("file"), "text");
        assertThat(Scratch.folder()).isEqualTo(folder);
        assertThat(Files.getPosixFilePermissions(folder)).hasSize(3);
        Scratch.remove();
        assertThat(folder).doesNotExist();
    }
}
