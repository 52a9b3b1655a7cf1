package org.snmf.files;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of what is not whole yet, beside the name that it will have: {@code .NAME.MACHINE.PROCESS.RANDOM.tmp}. No two writers
 * share one, in one process, on one machine or on several that see the same folder.
 */
public final class TemporaryName {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String MACHINE = machine();

    private TemporaryName() {}

    /** A new name beside {@code file}, which is absolute. */
    public static Path beside(Path file) {
        return file.resolveSibling("." + file.getFileName() + "." + MACHINE + "."
                + ProcessHandle.current().pid() + "." + HexFormat.of().toHexDigits(RANDOM.nextInt()) + ".tmp");
    }

    /** What writers of {@code file} left that ran on this machine and run no more. */
    public static List<Path> leftovers(Path file) throws IOException {
        Pattern name = Pattern.compile(
                Pattern.quote("." + file.getFileName() + "." + MACHINE + ".") + "(\\d{1,18})\\.[0-9a-f]{8}\\.tmp");
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(file.getParent())) {
            for (Path entry : entries) {
                Matcher matcher = name.matcher(entry.getFileName().toString());
                if (matcher.matches()
                        && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty()) {
                    found.add(entry);
                }
            }
        }
        return found;
    }

    /** What tells this machine's process numbers from those of others: its name and, on Linux, their namespace. */
    private static String machine() {
        String name;
        try {
            Path host = Path.of("/proc/sys/kernel/hostname");
            name = Files.isReadable(host)
                    ? Files.readString(host) + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"))
                    : InetAddress.getLocalHost().getHostName();
        } catch (IOException | UnsupportedOperationException e) {
            // A machine without a name shares none with others: what it leaves is taken by nobody.
            return HexFormat.of().toHexDigits(RANDOM.nextInt());
        }
        UUID short128 = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return short128.toString().substring(0, 8);
    }
}
