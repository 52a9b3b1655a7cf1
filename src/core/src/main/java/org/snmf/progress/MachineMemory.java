package org.snmf.progress;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.snmf.errors.InputException;

/** How much memory the machine, or the container in which this process runs, has to give. */
public final class MachineMemory {
    private static final Path SYSTEM = Path.of("/proc/meminfo");
    private static final Path LIMIT = Path.of("/sys/fs/cgroup/memory.max");
    private static final Path USED = Path.of("/sys/fs/cgroup/memory.current");

    private MachineMemory() {}

    /**
     * Bytes that this process could take now without driving out others: what Linux calls available, within the limit of a
     * container; elsewhere half of all memory.
     */
    public static long available() {
        long total = total();
        try {
            long available = Files.isReadable(SYSTEM) ? kibibytes("MemAvailable:") * 1024 : total / 2;
            return Math.min(Math.min(total, available), container());
        } catch (IOException | NumberFormatException e) {
            return total / 2;
        }
    }

    private static long total() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    }

    private static long kibibytes(String key) throws IOException {
        List<String> lines = Files.readAllLines(SYSTEM);
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).replace("kB", "").trim())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new IOException(SYSTEM + ": no " + key));
    }

    private static long container() throws IOException {
        if (!Files.isReadable(LIMIT) || !Files.isReadable(USED)) {
            return Long.MAX_VALUE;
        }
        String limit = Files.readString(LIMIT).trim();
        return limit.equals("max")
                ? Long.MAX_VALUE
                : Math.max(
                        0,
                        Long.parseLong(limit)
                                - Long.parseLong(Files.readString(USED).trim()));
    }

    /**
     * What a person is told when memory ran out.
     *
     * @param where the operation
     * @param bytes what it needs, about
     * @param remedy what would need less
     */
    public static InputException exceeded(String where, long bytes, String remedy, OutOfMemoryError cause) {
        return new InputException(
                where,
                "memory for " + (bytes >> 20) + " MiB",
                cause.getMessage() + ", with a heap of "
                        + (Runtime.getRuntime().maxMemory() >> 20) + " MiB, of which " + (heapLeft() >> 20)
                        + " MiB are free, and " + (available() >> 20) + " MiB that the machine has to give",
                remedy + " Or raise the heap (SNMF_HEAP, or -Xmx).",
                cause);
    }

    /** Bytes of Java's own heap that are free or can still be made. */
    public static long heapLeft() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }
}
