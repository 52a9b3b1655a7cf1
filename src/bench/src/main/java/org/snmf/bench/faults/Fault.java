package org.snmf.bench.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.snmf.bench.faults.Attempt.End;

/** What goes wrong with one verb. */
enum Fault {
    /** Ctrl-C at a random moment, and once more soon after. */
    INTERRUPTS {
        @Override
        End[] strike(Victim victim, Path folder, double seconds, SplittableRandom random)
                throws IOException, InterruptedException {
            // A process in which nothing is compiled yet takes longer.
            double first = 2 * random.nextDouble() * seconds;
            return new End[] {
                victim.start(folder)
                        .begun()
                        .until(first)
                        .interrupt()
                        .until(first + random.nextDouble() * 0.3)
                        .interrupt()
                        .end()
            };
        }
    },
    /** The stop button of a notebook at a random moment, and once more soon after, in a process that lives on. */
    STOPS {
        @Override
        End[] strike(Victim victim, Path folder, double seconds, SplittableRandom random) throws InterruptedException {
            AtomicReference<End> end = new AtomicReference<>();
            Thread cell = new Thread(() -> end.set(victim.here(folder)), "cell");
            cell.start();
            pause(random.nextDouble() * seconds);
            cell.interrupt();
            pause(random.nextDouble() * seconds / 4);
            cell.interrupt();
            cell.join();
            return new End[] {end.get()};
        }
    },
    /** A heap of 32 to 512 MiB. */
    HEAP_SIZE {
        @Override
        End[] strike(Victim victim, Path folder, double seconds, SplittableRandom random)
                throws IOException, InterruptedException {
            return new End[] {
                victim.start(folder, (int) (32 * Math.pow(2, 4 * random.nextDouble())))
                        .end()
            };
        }
    },
    /** A disk that is full before the result is whole. */
    DISK {
        @Override
        End[] strike(Victim victim, Path folder, double seconds, SplittableRandom random)
                throws IOException, InterruptedException {
            End[] ends = {victim.here(folder)};
            mount("remount,size=1g", folder);
            return ends;
        }
    };

    /**
     * Runs the victim into the fault.
     *
     * @param seconds that it takes undisturbed, in this process
     * @return how its processes ended
     */
    abstract End[] strike(Victim victim, Path folder, double seconds, SplittableRandom random)
            throws IOException, InterruptedException;

    /** Prepares the folder of the result, which takes {@code bytes} undisturbed. */
    void prepare(Path folder, long bytes, SplittableRandom random) throws IOException, InterruptedException {
        if (this == DISK) {
            mount("size=" + Math.max(1 << 14, (long) (random.nextDouble() * bytes)), folder);
        }
    }

    /** Gives back what {@link #prepare} took. */
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

    private static void pause(double seconds) throws InterruptedException {
        TimeUnit.MICROSECONDS.sleep((long) (seconds * 1e6));
    }
}
