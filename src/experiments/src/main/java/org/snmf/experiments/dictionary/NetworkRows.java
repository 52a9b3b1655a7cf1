package org.snmf.experiments.dictionary;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.capture.Captured;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;
import org.snmf.store.TokenTable;

/**
 * What a network has at the sites of a dictionary, as the dictionary wants it.
 *
 * @param x at its input site, d_in × n
 * @param target at its output site, d_out × n; empty where that is not captured
 * @param tokens what the n columns are
 * @param input where x was read
 * @param specialTokens how many tokens were left out
 * @param warnings what a user must know about them
 */
public record NetworkRows(
        ActivationMatrix x,
        Optional<ActivationMatrix> target,
        TokenTable tokens,
        Location input,
        long specialTokens,
        List<String> warnings) {

    /**
     * What the network has at the dictionary's sites for these sentences; special tokens are left out.
     *
     * @param beginToken whether the texts begin with a begin token; empty: as the tokenizer has it
     * @param place where it reads, if the user says so; an autoencoder's output is then there, too
     * @throws InputException if the model has no such place, or another width there
     */
    public static NetworkRows of(
            LanguageModel model,
            List<Sentence> sentences,
            SparseDictionary dictionary,
            Optional<Boolean> beginToken,
            Optional<Location> place,
            Progress progress) {
        Location input = place.orElseGet(() -> locate(dictionary.input(), model, "input"));
        checkWidth(input, model, dictionary.inputWidth(), dictionary);
        List<String> warnings = new ArrayList<>();
        Optional<Location> output = Optional.of(input);
        if (dictionary.isTranscoder()) {
            output = dictionary.output().in(model.config());
            output.ifPresentOrElse(
                    there -> checkWidth(there, model, dictionary.outputWidth(), dictionary),
                    () -> warnings.add("the output site " + dictionary.output()
                            + " is not captured here, so that no variance can be explained"));
        }
        Set<Site> sites = new LinkedHashSet<>(List.of(input.site()));
        Set<Integer> layers = new LinkedHashSet<>(List.of(input.layer()));
        output.ifPresent(there -> {
            sites.add(there.site());
            layers.add(there.layer());
        });
        CaptureOptions options = CaptureOptions.layers(
                        layers.stream().mapToInt(Integer::intValue).toArray())
                .withSites(sites.toArray(Site[]::new))
                .withTooLong(CaptureOptions.TooLong.TRUNCATE);
        if (beginToken.isPresent()) {
            options = options.withBeginToken(beginToken.get());
        }
        Captured captured = Capture.inMemory(model, sentences, options, progress);
        boolean centred = dictionary.centresIn(model.config());
        if (dictionary.centresInput() && !centred) {
            warnings.add("the network has no LayerNorm: its activations were not centred");
        }
        ActivationMatrix x = centred(captured, input, centred);
        Optional<ActivationMatrix> target = output.map(there -> there.equals(input)
                ? x
                : centred(captured, there, centred && dictionary.output().kind().isResidual()));
        return new NetworkRows(
                x, target, captured.tokens(), input, captured.report().specialTokens(), warnings);
    }

    private static ActivationMatrix centred(Captured captured, Location place, boolean centred) {
        ActivationMatrix a = captured.at(place.layer(), place.site());
        return centred ? Centring.of(a) : a;
    }

    private static Location locate(DictionarySite site, LanguageModel model, String side) {
        Location found = site.in(model.config())
                .orElseThrow(() -> new InputException(
                        "the " + side + " of the dictionary",
                        "one of the sites " + Site.keys() + " of a known layer",
                        "'" + site + "'",
                        "Say where it reads (sae: --layer and --site), or give rows of that place (sae: --input)."));
        found.check(model.config());
        return found;
    }

    private static void checkWidth(Location place, LanguageModel model, int width, SparseDictionary dictionary) {
        place.check(model.config());
        int found = place.site().width(model.config());
        if (found != width) {
            throw new InputException(
                    "the model at " + place.key(),
                    "width " + width + ", that of the dictionary " + dictionary.name(),
                    String.valueOf(found),
                    "Load the model that the dictionary was trained on, or say where it reads (sae: --layer and --site).");
        }
    }
}
