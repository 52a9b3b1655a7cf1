package org.snmf.magics.command;

import java.nio.file.Path;
import java.util.List;
import org.snmf.magics.Call;
import org.snmf.models.capture.DataSet;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.store.Sentence;
import picocli.CommandLine.Option;

/** Where a verb takes its sentences from: the body of the cell, the option, or else the session. */
final class DataSource {
    static final String EMBEDDED = "embedded";

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Sentences: [{\"prompt\",\"label\"}], {\"label\": [\"…\"]} or one a line; or 'embedded'. "
                    + "Default: the session's data.")
    String name;

    /** The sentences that are meant; newly read ones become the session's. */
    List<Sentence> sentences(Call call) {
        if (call.body().isPresent()) {
            call.session().use(DataSet.parse(call.body().get(), "the cell"), "the cell");
        } else if (name != null) {
            call.session().use(read(name), name);
        }
        return call.session().sentences();
    }

    static List<Sentence> read(String name) {
        return name.equals(EMBEDDED) ? EmbeddedModel.sentences() : DataSet.of(Path.of(name));
    }
}
