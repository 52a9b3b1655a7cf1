package org.snmf.magics.options;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.snmf.data.conceptnet.ConceptNet;
import org.snmf.data.conceptnet.Related;
import org.snmf.data.conceptnet.Relation;
import org.snmf.magics.run.Call;
import org.snmf.progress.Step;
import org.snmf.store.Sentence;
import picocli.CommandLine.Option;

/** Sentences about the parts and kinds of nouns, from ConceptNet; the network is used only where a noun is given. */
public final class ConceptNetOptions {
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);

    @Option(
            names = "--conceptnet",
            split = ",",
            paramLabel = "NOUN",
            description = "Add five sentences for each part or kind of these nouns that ConceptNet's public API knows. "
                    + "Uses the network.")
    private List<String> nouns = new ArrayList<>();

    @Option(
            names = "--relations",
            split = ",",
            paramLabel = "RELATION",
            description = "What is asked of ConceptNet: ${COMPLETION-CANDIDATES}. Default: part-of,has-a,is-a.")
    private List<Relation> relations = List.of(Relation.PART_OF, Relation.HAS_A, Relation.IS_A);

    @Option(
            names = "--conceptnet-limit",
            paramLabel = "N",
            description = "Answers to a question at most. Default: ${DEFAULT-VALUE}.")
    private int limit = 10;

    @Option(
            names = "--conceptnet-server",
            paramLabel = "URL",
            description = "Another server with the same API. Default: ${DEFAULT-VALUE}.")
    private URI server = ConceptNet.PUBLIC_API;

    /** Whether ConceptNet is to be asked. */
    public boolean asked() {
        return !nouns.isEmpty();
    }

    /** What it is asked, for the name of the data. */
    public String name() {
        return "ConceptNet on " + String.join(", ", nouns);
    }

    /** Asks, and says how much came back for each noun; a stop keeps what has come so far. */
    public List<Sentence> sentences(Call call) {
        ConceptNet net = new ConceptNet(server, FIRST_DELAY);
        List<Sentence> sentences = new ArrayList<>();
        int done = 0;
        for (String noun : nouns) {
            int known = 0;
            for (Relation relation : relations) {
                if (call.progress().stopRequested()) {
                    return sentences;
                }
                for (Related related : net.related(noun, relation, limit)) {
                    sentences.addAll(related.sentences());
                    known++;
                }
                call.progress()
                        .report(new Step(
                                "ConceptNet", ++done, (long) nouns.size() * relations.size(), "questions", noun));
            }
            call.screen()
                    .say(noun + ": " + (known == 0 ? "ConceptNet knows nothing of it." : known + " parts or kinds."));
        }
        return sentences;
    }
}
