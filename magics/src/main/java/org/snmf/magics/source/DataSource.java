package org.snmf.magics.source;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snmf.data.DataSet;
import org.snmf.magics.run.Call;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.store.Sentence;
import picocli.CommandLine.Option;

/** Where a verb takes its sentences from: the body of the cell, the option, or else the session. */
public final class DataSource {
    @Option(
            names = "--data",
            paramLabel = "FILE",
            completionCandidates = Embedded.class,
            description =
                    "Sentences: [{\"prompt\",\"label\"}], {\"label\": [\"…\"]}, JSON Lines, CSV, Parquet (FOLDER#SPLIT for shards) or one a line; or ${COMPLETION-CANDIDATES}. "
                            + "Default: the session's data.")
    @Nullable
    String name;

    /** Whether the option names sentences. */
    public boolean isGiven() {
        return name != null;
    }

    /** The sentences that are meant; newly read ones become the session's. */
    public List<Sentence> sentences(Call call) {
        if (call.body().isPresent()) {
            call.session().use(DataSet.parse(call.body().get(), "the cell"), "the cell");
        } else if (name != null) {
            call.session().use(read(name), name);
        }
        return call.session().sentences();
    }

    /** Names of the sentences that come with the library. */
    public static final class Embedded implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("embedded", "time-units", "parts-and-kinds").iterator();
        }
    }

    /** Reads sentences that come with the library by their name, or a file. */
    public static List<Sentence> read(String name) {
        return switch (name) {
            case "embedded" -> EmbeddedModel.sentences();
            case "time-units" -> EmbeddedModel.timeUnits();
            case "parts-and-kinds" -> EmbeddedModel.partsAndKinds();
            default -> DataSet.of(name);
        };
    }
}
