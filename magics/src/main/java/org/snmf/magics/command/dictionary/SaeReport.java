package org.snmf.magics.command.dictionary;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.snmf.experiments.dictionary.SelfCheck;
import org.snmf.experiments.dictionary.SparseDictionary;
import org.snmf.experiments.dictionary.published.Decision;
import org.snmf.experiments.dictionary.published.PublishedDictionary;
import org.snmf.magics.report.Facts;
import org.snmf.magics.run.Outcome;

/** What is told of a published dictionary, for people and for programs. */
record SaeReport(
        PublishedDictionary published,
        SelfCheck check,
        String origin,
        List<String> more,
        Optional<Path> out,
        Optional<LatentReading> reading) {
    Outcome outcome() {
        return Outcome.of(published, facts().display(), json());
    }

    private List<String> warnings() {
        List<String> all = new ArrayList<>(published.warnings());
        all.addAll(more);
        check.findings().forEach(finding -> all.add("self-check: " + finding));
        return all;
    }

    private Map<String, Object> json() {
        SparseDictionary d = published.dictionary();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", published.format());
        json.put("name", d.name());
        json.put("gate", d.gate().text());
        json.put("d_in", d.inputWidth());
        json.put("d_sae", d.latents());
        json.put("d_out", d.outputWidth());
        json.put("tokens", check.tokens());
        json.put("tokens_left_out", check.leftOut());
        json.put("l0", check.l0());
        json.put("explained_variance", value(check.explainedVariance()));
        json.put("cosine", value(check.cosine()));
        json.put("encoder_decoder_cosine", value(check.encoderCosine()));
        json.put(
                "expected_l0",
                check.expectedL0().map(SelfCheck.ExpectedL0::value).orElse(null));
        json.put("verdict", check.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        json.put("other_readings", check.otherReadings());
        json.put("cannot_tell", check.unseen());
        json.put(
                "decisions", published.decisions().stream().map(SaeReport::json).toList());
        json.put("warnings", warnings());
        out.ifPresent(file -> json.put("out", file.toString()));
        reading.ifPresent(latents -> json.put("read", latents.json()));
        return json;
    }

    private static Map<String, Object> json(Decision decision) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("what", decision.what());
        json.put("value", decision.value());
        json.put("from", decision.from().toString());
        return json;
    }

    private static @Nullable Object value(OptionalDouble value) {
        return value.isPresent() && Double.isFinite(value.getAsDouble()) ? value.getAsDouble() : null;
    }

    private Facts facts() {
        SparseDictionary d = published.dictionary();
        Facts facts = new Facts(d.name() + ": " + published.format())
                .with("d_in → latents → d_out", d.inputWidth() + " → " + d.latents() + " → " + d.outputWidth());
        published
                .decisions()
                .forEach(decision -> facts.with(decision.what(), decision.value() + "  (" + decision.from() + ")"));
        facts.with(
                        "tried on",
                        origin + ": " + check.tokens() + " tokens"
                                + (check.leftOut() > 0 ? ", " + check.leftOut() + " begin tokens left out" : ""))
                .with(
                        "L0",
                        number(OptionalDouble.of(check.l0()))
                                + check.expectedL0()
                                        .map(e -> ", " + e.source() + " says " + number(OptionalDouble.of(e.value())))
                                        .orElse(""))
                .with("explained variance", number(check.explainedVariance()))
                .with("cosine with the target", number(check.cosine()))
                .with("cosine of encoder and decoder", number(check.encoderCosine()))
                .with("verdict", check.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        check.unseen().forEach(what -> facts.with("cannot be told", what));
        int count = 1;
        for (String warning : warnings()) {
            facts.with("warning " + count++, warning);
        }
        reading.ifPresent(latents -> facts.with("held to be read", latents.text()));
        out.ifPresent(file -> facts.with("written", file));
        return facts;
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.3f", value.getAsDouble()) : "not known";
    }
}
