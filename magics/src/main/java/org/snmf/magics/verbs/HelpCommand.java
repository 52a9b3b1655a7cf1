package org.snmf.magics.verbs;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.views.display.Display;
import org.snmf.views.display.Html;
import org.snmf.views.display.Theme;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows the verbs with one example each, or all about one verb. */
@Command(description = "Shows the verbs with one example each, or all about one verb.")
@Example("help factorize")
final class HelpCommand extends SnmfCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "VERB", description = "The verb to explain.")
    private @Nullable String verb;

    @Override
    public Outcome run(Call call) {
        if (verb != null) {
            return Outcome.shown(Display.ofText(Runner.usage(Verbs.line(verb))), Map.of("verb", verb));
        }
        Map<String, String> examples = new LinkedHashMap<>();
        Verbs.names()
                .forEach(
                        name -> examples.put(name, "snmf " + Verbs.example(name).value()));
        return Outcome.shown(Display.of(html(examples), plain(examples)), Map.of("verbs", examples));
    }

    static String summary(String name) {
        CommandLine line = Verbs.line(name);
        // picocli formats descriptions, so a per cent sign stands there twice.
        return String.join(" ", line.getCommandSpec().usageMessage().description())
                .replace("%%", "%");
    }

    private static String plain(Map<String, String> examples) {
        StringBuilder text = new StringBuilder();
        examples.forEach((name, example) ->
                text.append(String.format(Locale.ROOT, "%-11s%s%n%-11s%s%n", name, summary(name), "", example)));
        return text.append("More about one: help VERB").toString();
    }

    private static String html(Map<String, String> examples) {
        Html html = Theme.open().open("table", "class", "snmf-table");
        examples.forEach((name, example) -> {
            html.open("tr").open("td").element("b", name).close();
            html.open("td")
                    .text(summary(name))
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
