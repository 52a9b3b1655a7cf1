package org.snmf.magics.verbs;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.views.display.Display;
import org.snmf.views.display.Html;
import org.snmf.views.display.Theme;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the verbs with one example each, or all about one verb. */
@Command(name = "help", description = "Shows the verbs with one example each, or all about one verb.")
@Example("help factorize")
final class HelpCommand extends SnmfCommand {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "VERB",
            completionCandidates = Names.class,
            description = "The verb to explain. Default: all, a line each.")
    private @Nullable String verb;

    @Spec
    private CommandSpec spec;

    /** The verbs, to complete. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Verbs.names().iterator();
        }
    }

    @Override
    public Outcome run(Call call) {
        if (verb != null) {
            return Outcome.shown(Display.ofText(Verbs.usage(Verbs.verb(verb))), Map.of("verb", verb));
        }
        Map<String, String> examples = new LinkedHashMap<>();
        Verbs.names()
                .forEach(
                        name -> examples.put(name, "snmf " + Verbs.example(name).value()));
        String plain = Verbs.usage(spec.root().commandLine());
        return Outcome.shown(Display.of(html(examples), plain), Map.of("verbs", examples));
    }

    private static String html(Map<String, String> examples) {
        Html html = Theme.open().open("table", "class", "snmf-table");
        examples.forEach((name, example) -> {
            html.open("tr").open("td").element("b", name).close();
            html.open("td")
                    .text(Verbs.summary(name))
                    .empty("br")
                    .element("code", "%" + example)
                    .close();
            html.close();
        });
        html.close();
        html.open("div")
                .text("More about one: ")
                .element("code", "%snmf help VERB")
                .close();
        return html.close().build();
    }
}
