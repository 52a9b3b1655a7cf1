package org.snmf.magics.options;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.files.MappedTensor;
import org.snmf.files.Safetensors;
import org.snmf.magics.run.Call;
import org.snmf.magics.session.HeldFactorization;
import org.snmf.magics.session.Session;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Site;
import org.snmf.store.StoredSite;
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
            paramLabel = "FEATURE:ALPHA",
            description = "Add alpha times a feature of the session's factorization, at its layer. May be repeated.")
    private List<String> features = new ArrayList<>();

    /** The interventions that were asked for, checked against the model. */
    public List<Intervention> interventions(Call call, LanguageModel model) {
        List<Intervention> interventions = new ArrayList<>();
        for (String text : vectors) {
            interventions.add(vector(text));
        }
        for (String text : features) {
            interventions.add(feature(call.session(), text));
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

    private static Intervention feature(Session session, String text) {
        String[] parts = text.split(":", 2);
        if (parts.length != 2) {
            throw new InputException("--add-feature", "FEATURE:ALPHA", "'" + text + "'", "Example: --add-feature 7:4");
        }
        HeldFactorization held =
                session.heldFactorization().orElseThrow(() -> Session.missing("a factorization", "factorize"));
        StoredSite place = held.place()
                .filter(p -> p.site().equals(Site.MLP_ACT.key()))
                .orElseThrow(() -> new InputException(
                        "--add-feature",
                        "features of a layer's mlp_act",
                        "a factorization of something else",
                        "Factorize captured MLP activations."));
        int feature = (int) number("--add-feature", parts[0], true);
        int rank = held.factorization().rank();
        if (feature < 0 || feature >= rank) {
            throw new InputException("--add-feature", "a feature from 0 to " + (rank - 1), parts[0], "");
        }
        float[] z = held.factorization().features().column(feature);
        return Intervention.add(place.layer(), Site.MLP_ACT, z, (float) number("--add-feature", parts[1], false));
    }

    private static double number(String option, String text, boolean whole) {
        try {
            return whole ? Integer.parseInt(text.strip()) : Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw new InputException(option, whole ? "a whole number" : "a number", "'" + text + "'", "", e);
        }
    }
}
