package org.snmf.magics.verbs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snmf.errors.InputException;
import org.snmf.magics.run.ArgumentLine;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs the verbs of a file, so that a shell has a session too. */
@Command(
        name = "run",
        description = "Runs the verbs of a file one after the other in one session, a verb a line; "
                + "# begins a comment. Ends at the first line that fails.")
@Example("run experiment.snmf")
final class RunCommand extends SnmfCommand {
    @Parameters(index = "0", paramLabel = "FILE", description = "File of verbs, such as 'factorize --rank 100'.")
    private Path file;

    @Override
    public Outcome run(Call call) throws Exception {
        List<List<String>> lines = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        int number = 0;
        for (String line : lines()) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                List<String> words = words(text, number);
                lines.add(words);
                numbers.add(number);
            }
        }
        List<Map<String, Object>> reports = new ArrayList<>();
        boolean passed = true;
        for (int i = 0; i < lines.size() && !call.progress().stopRequested(); i++) {
            try {
                Outcome outcome = Runner.within(call, lines.get(i));
                passed &= outcome.passed();
                Map<String, Object> report = new LinkedHashMap<>();
                report.put("line", numbers.get(i));
                report.put("verb", lines.get(i).get(0));
                report.put("report", outcome.report());
                reports.add(report);
            } catch (InputException e) {
                throw new InputException(
                        file + ", line " + numbers.get(i) + ", " + e.where(), e.expected(), e.found(), e.remedy(), e);
            }
        }
        Outcome all = new Outcome(null, Optional.empty(), Map.of("verbs", reports), true);
        return passed ? all : all.failed();
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new InputException(file.toString(), "a file of verbs, in UTF-8", e.toString(), "Check the path.", e);
        }
    }

    /** The words of a line, without a leading {@code snmf} or {@code %snmf}; the verb is checked before any runs. */
    private List<String> words(String text, int number) {
        List<String> words = ArgumentLine.split(text.replaceFirst("^%?snmf\\s+", ""));
        if (!Verbs.contains(words.get(0))) {
            throw new InputException(
                    file + ", line " + number,
                    "a verb",
                    "'" + words.get(0) + "'",
                    "The verbs are " + String.join(", ", Verbs.names()) + ".");
        }
        return words;
    }
}
