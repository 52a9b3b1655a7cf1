package org.snmf.magics.command;

import java.util.LinkedHashMap;
import java.util.Map;
import org.snmf.magics.Call;
import org.snmf.magics.Example;
import org.snmf.magics.Outcome;
import org.snmf.magics.SnmfCommand;
import org.snmf.views.display.Display;
import org.snmf.views.display.Html;
import org.snmf.views.display.Theme;
import picocli.CommandLine.Command;

/** Shows what is held, memory and versions. */
@Command(description = "Shows what the session holds, how much memory it takes, and versions.")
@Example("status")
final class StatusCommand extends SnmfCommand {
    @Override
    public Outcome run(Call call) {
        Map<String, String> rows = new LinkedHashMap<>();
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        rows.put("Java heap", (used >> 20) + " of " + (runtime.maxMemory() >> 20) + " MiB");
        rows.put("Java", System.getProperty("java.vm.name") + " " + Runtime.version());
        rows.put(
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + runtime.availableProcessors() + " processors");
        return Outcome.shown(table(rows), rows);
    }

    private static Display table(Map<String, String> rows) {
        StringBuilder plain = new StringBuilder();
        Html html = Theme.open().open("table", "class", "snmf-table");
        rows.forEach((name, value) -> {
            plain.append(String.format("%-14s%s%n", name, value));
            html.open("tr").element("td", name).element("td", value).close();
        });
        return Display.of(html.close().close().build(), plain.toString().stripTrailing());
    }
}
