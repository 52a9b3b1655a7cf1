package org.snmf.magics.command.examine;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.experiments.judge.Agreement;
import org.snmf.experiments.judge.BlindSheet;
import org.snmf.experiments.judge.JudgedText;
import org.snmf.magics.report.Facts;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets people check a judge. */
@Command(
        name = "agreement",
        description = "Checks a judge by people: writes its texts as a blind sheet (--sheet), "
                + "or compares a sheet that people filled in (--rated): Spearman, interval, p.")
@Example(value = "agreement --judged judged.json --rated sheet.csv", returns = BlindSheet.Comparison.class)
public final class AgreementCommand extends SnmfCommand {
    @Option(
            names = "--judged",
            required = true,
            paramLabel = "FILE",
            description = "Texts with a judge's scores (.json).")
    private Path judged;

    @Option(
            names = "--sheet",
            paramLabel = "FILE",
            description = "Write the blind sheet here (.csv). Default: none is written.")
    private @Nullable Path sheet;

    @Option(
            names = "--rated",
            paramLabel = "FILE",
            description = "The sheet with people's ratings (.csv). Default: none is read.")
    private @Nullable Path rated;

    @Option(names = "--seed", paramLabel = "N", description = "Of the sheet's order. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Override
    public Outcome run(Call call) {
        if ((sheet == null) == (rated == null)) {
            throw new InputException(
                    "agreement",
                    "--sheet or --rated",
                    sheet == null ? "neither" : "both",
                    "First --sheet, then --rated.");
        }
        List<JudgedText> texts = JudgedText.load(judged);
        if (sheet != null) {
            BlindSheet.write(texts, seed, sheet);
            Facts facts = new Facts("Blind sheet").with("texts", texts.size()).with("file", sheet);
            return Outcome.of(sheet, facts.display(), Map.of("texts", texts.size(), "file", sheet.toString()));
        }
        BlindSheet.Comparison found = BlindSheet.compare(rated, texts);
        Facts facts = new Facts("Agreement of judge and people")
                .with("concept", text(found.concept()))
                .with("fluency", text(found.fluency()))
                .with("final score", text(found.finalScore()))
                .with("texts without both ratings", found.unrated())
                .with("rated texts without the judge's score", found.unscored());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("concept", json(found.concept()));
        json.put("fluency", json(found.fluency()));
        json.put("final", json(found.finalScore()));
        json.put("unrated", found.unrated());
        json.put("unscored", found.unscored());
        return Outcome.of(found, facts.display(), json);
    }

    private static String text(Agreement a) {
        return String.format(
                Locale.ROOT,
                "Spearman %.2f (95 %%: %.2f to %.2f), p = %.4f, n = %d",
                a.spearman().estimate(),
                a.spearman().low(),
                a.spearman().high(),
                a.p(),
                a.n());
    }

    private static Map<String, Object> json(Agreement a) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("spearman", a.spearman().estimate());
        json.put("interval", List.of(a.spearman().low(), a.spearman().high()));
        json.put("p", a.p());
        json.put("n", a.n());
        return json;
    }
}
