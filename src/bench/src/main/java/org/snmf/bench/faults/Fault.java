package org.snmf.bench.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** What goes wrong. */
enum Fault {
    /** {@code kill -9} at a random moment. */
    KILL {
        @Override
        Victim.End[] strike(Victim victim, Path folder, double seconds, SplittableRandom random)
                throws IOException, InterruptedException {
            long begun = System.nanoTime();
            Process process = victim.start(folder, HEAP);
            pause(random.nextDouble() * seconds);
            process.destroyForcibly();
            return new Victim.End[] {Victim.end(process, begun)};
        }
    },
    /** An interrupt at a random moment, and another soon after. */
    INTERRUPTS {
        @Override
        Victim.End[] strike(Victim victim, Path folder, double seconds, SplittableRandom random)
                throws IOException, InterruptedException {
            long begun = System.nanoTime();
            Process process = victim.start(folder, HEAP);
            pause(random.nextDouble() * seconds);
            interrupt(process);
            pause(random.nextDouble() * 0.3);
            interrupt(process);
            return new Victim.End[] {Victim.end(process, begun)};
        }
    },
    /** A heap of 32 to 256 MiB. */
    HEAP_SIZE {
        @Override
        Victim.End[] strike(Victim victim, Path folder, double seconds, SplittableRandom random)
                throws IOException, InterruptedException {
            return new Victim.End[] {victim.run(folder, 32 + random.nextInt(224))};
        }
    },
    /** A disk that is full before the result is whole. */
    DISK {
        @Override
        Victim.End[] strike(Victim victim, Path folder, double seconds, SplittableRandom random)
                throws IOException, InterruptedException {
            Victim.End[] ends = {victim.run(folder, HEAP)};
            mount("remount,size=1g", folder);
            return ends;
        }
    },
    /** Two processes that write the same at the same time. */
    TWO {
        @Override
        Victim.End[] strike(Victim victim, Path folder, double seconds, SplittableRandom random)
                throws IOException, InterruptedException {
            long begun = System.nanoTime();
            Process first = victim.start(folder, HEAP);
            pause(random.nextDouble() * seconds / 2);
            Process second = victim.start(folder, HEAP);
            return new Victim.End[] {Victim.end(first, begun), Victim.end(second, begun)};
        }
    };

    /** MiB of heap where that is not the fault. */
    static final int HEAP = 512;

    /**
     * Runs the victim into the fault.
     *
     * @param seconds that it takes undisturbed
     * @return how its processes ended
     */
    abstract Victim.End[] strike(Victim victim, Path folder, double seconds, SplittableRandom random)
            throws IOException, InterruptedException;

    /** Makes the folder of the result. */
    Path folder(Path parent, long bytes, SplittableRandom random) throws IOException, InterruptedException {
        Path folder = Files.createDirectory(parent.resolve("result"));
        if (this == DISK) {
            mount("size=" + Math.max(1 << 14, (long) (random.nextDouble() * bytes)), folder);
        }
        return folder;
    }

    /** Gives back what {@link #folder} took. */
    void leave(Path folder) throws IOException, InterruptedException {
        if (this == DISK) {
            // Lazily: what the campaign itself has mapped to look at goes with the next collection.
            call("umount", "-l", folder.toString());
        }
    }

    private static void mount(String options, Path folder) throws IOException, InterruptedException {
        call("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString());
    }

    private static void call(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": not permitted; full disks need a user who may mount");
        }
    }

    private static void interrupt(Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    private static void pause(double seconds) throws InterruptedException {
        TimeUnit.MICROSECONDS.sleep((long) (seconds * 1e6));
    }
}
