package org.snmf.bench.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snmf.bench.faults.Attempt.End;

/** Many verbs in one process, each for a folder of its own: what it costs to start and to lose a process is shared. */
final class Together {
    /** Exit status of a process that was killed. */
    static final int KILLED = 137;

    private static final int HEAP = 1024;

    private final Attempt attempt;
    private final Map<Path, Path> words = new LinkedHashMap<>();

    /**
     * Starts them.
     *
     * @param victims by the folder of their result
     * @param said folder for what they are told and say
     */
    Together(Map<Path, Victim> victims, Path said, long seed, Path archive) throws IOException {
        List<String> files = new ArrayList<>();
        for (Map.Entry<Path, Victim> entry : victims.entrySet()) {
            Path file = said.resolve("words-" + files.size());
            Files.write(file, entry.getValue().words(entry.getKey()));
            words.put(entry.getKey(), file);
            files.add(file.toString());
        }
        attempt = Attempt.start(files, said, HEAP, List.of("-D" + Warm.TOGETHER + "=" + seed), archive);
    }

    /** The process. */
    Attempt attempt() {
        return attempt;
    }

    /** Waits for the end of the process; gives how each verb ended that began, by the folder of its result. */
    Map<Path, End> ends() throws IOException, InterruptedException {
        End process = attempt.end();
        Map<Path, End> ends = new LinkedHashMap<>();
        for (Map.Entry<Path, Path> entry : words.entrySet()) {
            Path end = beside(entry.getValue(), ".end");
            if (Files.exists(end)) {
                String text = Files.readString(end);
                int line = text.indexOf('\n');
                ends.put(
                        entry.getKey(),
                        new End(Integer.parseInt(text.substring(0, line)), text.substring(line + 1), 0));
            } else if (process.status() != KILLED || Files.exists(beside(entry.getValue(), ".begun"))) {
                ends.put(entry.getKey(), process);
            }
            for (String suffix : List.of("", ".begun", ".part", ".end")) {
                Files.deleteIfExists(beside(entry.getValue(), suffix));
            }
        }
        return ends;
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
