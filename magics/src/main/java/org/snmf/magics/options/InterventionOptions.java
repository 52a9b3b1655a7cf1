package org.snmf.magics.options;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.experiments.intervene.Amplification;
import org.snmf.factorize.Factorization;
import org.snmf.files.MappedTensor;
import org.snmf.files.Safetensors;
import org.snmf.magics.run.Call;
import org.snmf.magics.session.HeldFactorization;
import org.snmf.magics.session.Session;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Site;
import picocli.CommandLine.Option;

/** What is added to the MLP activations during a pass, at every position. */
public final class InterventionOptions {
    @Option(
            names = "--add-mlp",
            paramLabel = "LAYER:ALPHA:FILE#TENSOR",
            description = "Add alpha times the vector to the MLP activations of the layer. May be repeated.")
    private List<String> vectors = new ArrayList<>();

    @Option(
            names = "--add-feature",
            paramLabel = "FEATURE:STRENGTH",
            description =
                    "Add a feature of the session's factorization at its layer, with a strength in typical lengths of an "
                            + "activation there; negative takes it away. May be repeated.")
    private List<String> features = new ArrayList<>();

    @Option(
            names = "--factorization",
            paramLabel = "FILE",
            description = "File whose features --add-feature adds. Default: the session's factorization.")
    private @Nullable Path factorization;

    /** The interventions that were asked for, checked against the model. */
    public List<Intervention> interventions(Call call, LanguageModel model) {
        List<Intervention> interventions = new ArrayList<>();
        for (String text : vectors) {
            interventions.add(vector(text));
        }
        for (String text : features) {
            interventions.addAll(feature(call, model, text));
        }
        interventions.forEach(i -> i.check(model.config()));
        return interventions;
    }

    private static Intervention vector(String text) {
        String[] parts = text.split(":", 3);
        int hash = text.lastIndexOf('#');
        if (parts.length != 3 || hash < 0) {
            throw new InputException(
                    "--add-mlp",
                    "LAYER:ALPHA:FILE.safetensors#TENSOR",
                    "'" + text + "'",
                    "Example: --add-mlp 0:1.5:vectors.safetensors#v");
        }
        int layer = (int) number("--add-mlp", parts[0], true);
        float alpha = (float) number("--add-mlp", parts[1], false);
        String file = parts[2].substring(0, parts[2].lastIndexOf('#'));
        try (Safetensors tensors = Safetensors.open(Path.of(file))) {
            MappedTensor tensor = tensors.tensor(text.substring(hash + 1));
            return Intervention.add(layer, Site.MLP_ACT, tensor.floats(), alpha);
        }
    }

    private List<Intervention> feature(Call call, LanguageModel model, String text) {
        String[] parts = text.split(":", 2);
        if (parts.length != 2) {
            throw new InputException(
                    "--add-feature", "FEATURE:STRENGTH", "'" + text + "'", "Example: --add-feature 7:1.5");
        }
        HeldFactorization held = factorization == null
                ? call.session().heldFactorization().orElseThrow(() -> Session.missing("a factorization", "factorize"))
                : HeldFactorization.from(
                        factorization, Factorization.load(factorization), Optional.empty(), Optional.empty());
        int feature = (int) number("--add-feature", parts[0], true);
        int rank = held.factorization().rank();
        if (feature < 0 || feature >= rank) {
            throw new InputException("--add-feature", "a feature from 0 to " + (rank - 1), parts[0], "");
        }
        Amplification amplification =
                held.amplification(model, call.session().modelName(), number("--add-feature", parts[1], false));
        call.screen()
                .say(String.format(
                        Locale.ROOT,
                        "Feature %d is added with length %.3g, %s typical lengths of an activation of layer %d.",
                        feature,
                        amplification.length(),
                        parts[1].strip(),
                        amplification.layer()));
        return amplification.along(held.factorization().features().column(feature));
    }

    private static double number(String option, String text, boolean whole) {
        try {
            return whole ? Integer.parseInt(text.strip()) : Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw new InputException(option, whole ? "a whole number" : "a number", "'" + text + "'", "", e);
        }
    }
}
