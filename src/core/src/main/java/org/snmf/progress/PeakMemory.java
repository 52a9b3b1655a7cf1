package org.snmf.progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much memory this process holds and has held at most, as the operating system counts it. */
public final class PeakMemory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private PeakMemory() {}

    /** Peak resident set of this process in MiB; empty where the system does not tell (outside Linux). */
    public static OptionalLong residentMebibytes() {
        return status("VmHWM:");
    }

    /** Resident set of this process at this moment in MiB; empty where the system does not tell. */
    public static OptionalLong residentNowMebibytes() {
        return status("VmRSS:");
    }

    private static OptionalLong status(String key) {
        if (!Files.isReadable(STATUS)) {
            return OptionalLong.empty();
        }
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(key)) {
                    String kibibytes =
                            line.substring(key.length()).replace("kB", "").trim();
                    return OptionalLong.of(Long.parseLong(kibibytes) / 1024);
                }
            }
            return OptionalLong.empty();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
