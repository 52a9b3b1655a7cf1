package org.snmf.bench.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.snmf.bench.faults.Attempt.End;

/** What goes wrong. */
enum Fault {
    /** {@code kill -9} at a random moment of the work. */
    KILL {
        @Override
        End[] strike(Victim victim, Path folder, double seconds, SplittableRandom random)
                throws IOException, InterruptedException {
            return new End[] {
                victim.start(folder).begun().until(random.nextDouble() * seconds).kill().end()
            };
        }
    },
    /** Ctrl-C at a random moment, and once more soon after. */
    INTERRUPTS {
        @Override
        End[] strike(Victim victim, Path folder, double seconds, SplittableRandom random)
                throws IOException, InterruptedException {
            double first = random.nextDouble() * seconds;
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
            return new End[] {victim.start(folder, (int) (32 * Math.pow(2, 4 * random.nextDouble()))).end()};
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
    },
    /** Two processes that write the same at the same time. */
    TWO {
        @Override
        End[] strike(Victim victim, Path folder, double seconds, SplittableRandom random)
                throws IOException, InterruptedException {
            Attempt other = victim.start(folder).begun().until(random.nextDouble() * seconds);
            return new End[] {victim.here(folder), other.end()};
        }
    };

    /**
     * Runs the victim into the fault.
     *
     * @param seconds that it takes undisturbed: of processor time in a process of its own; for {@link #STOPS} in this one
     * @return how its processes ended
     */
    abstract End[] strike(Victim victim, Path folder, double seconds, SplittableRandom random)
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

    private static void pause(double seconds) throws InterruptedException {
        TimeUnit.MICROSECONDS.sleep((long) (seconds * 1e6));
    }
}
