package org.snmf.magics.options;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.experiments.chat.ChatDataSet;
import org.snmf.magics.plan.Plan;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Outcome;
import org.snmf.store.Sentence;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Labelled sentences that a chat model writes from a list of concepts; the network is used only where one is given. */
public final class WritingOptions {
    @Option(
            names = "--write",
            paramLabel = "CONCEPTS",
            description =
                    "Add sentences that a chat model writes about each of these concepts, as for the paper's data: "
                            + "names with commas between them, or a file with one a line. Uses the network. Default: none.")
    private @Nullable String concepts;

    @Option(
            names = "--each",
            paramLabel = "N",
            description = "Sentences to write about a concept. Default: ${DEFAULT-VALUE}.")
    private int each = ChatDataSet.EACH;

    @Option(names = "--dry-run", description = "Count and price what --write would ask; ask nothing.")
    private boolean dryRun;

    @Mixin
    private ChatSource chat;

    /** Whether a chat model is to write. */
    public boolean asked() {
        return concepts != null;
    }

    /** Whether nothing is to be asked. */
    public boolean isDryRun() {
        return dryRun;
    }

    private ChatDataSet open() {
        if (concepts == null) {
            throw new InputException(
                    "--dry-run",
                    "--write, whose calls it counts",
                    "none",
                    "Reading a file takes no time worth a plan.");
        }
        return new ChatDataSet(chat.open(), chat.templates(), names(concepts), each);
    }

    /** What the writing would take. */
    public Outcome plan() {
        try (ChatDataSet writer = open()) {
            Plan plan = new Plan("sentences by " + writer.name())
                    .with("concepts", "concepts", writer.concepts().size());
            ChatSource.describe(writer.plan(), plan);
            return plan.shown();
        }
    }

    /**
     * What was written; says what is missing, which the same call goes on with.
     *
     * @param sources gets the name of who wrote
     */
    public List<Sentence> sentences(Call call, List<String> sources) {
        try (ChatDataSet writer = open()) {
            sources.add(writer.name() + " on " + String.join(", ", writer.concepts()));
            ChatDataSet.Written written = writer.write(call.progress());
            written.without().forEach((concept, why) -> call.progress()
                    .warn("Sentences about '" + concept + "': " + why + ". Run it again to go on."));
            if (written.sentences().isEmpty()) {
                throw new InputException(
                        "--write",
                        "one sentence at least",
                        "none; " + written.without(),
                        "Run it again: what was answered is kept.");
            }
            return written.sentences();
        }
    }

    private static List<String> names(String text) {
        return lines(text).map(String::strip).filter(name -> !name.isEmpty()).toList();
    }

    private static Stream<String> lines(String text) {
        if (!new File(text).isFile()) {
            return Stream.of(text.split(",", -1));
        }
        try {
            return Files.readAllLines(Path.of(text)).stream();
        } catch (IOException e) {
            throw new InputException("--write " + text, "a text in UTF-8, one concept a line", e.toString(), "", e);
        }
    }
}
