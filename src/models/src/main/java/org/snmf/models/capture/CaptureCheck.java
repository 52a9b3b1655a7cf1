package org.snmf.models.capture;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
import org.snmf.models.tokens.IdText;
import org.snmf.progress.Progress;
import org.snmf.store.ActivationStore;
import org.snmf.store.StoredSite;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;

/**
 * What a stored capture says of itself when its model is at hand: whether the files are the same, and how far one
 * sentence that is computed again is from what is stored.
 *
 * @param sentence index of the sentence that was computed again
 * @param values how many stored values were compared
 * @param greatestDifference greatest absolute difference
 * @param greatestValue greatest absolute stored value among them
 * @param changedFiles files of the model whose sha256 is not the one that the capture recorded
 */
public record CaptureCheck(
        int sentence, long values, double greatestDifference, double greatestValue, List<String> changedFiles) {
    /** Sums in another order differ by less than this, as a share of the greatest value. */
    private static final double ROUNDING = 1e-4;

    /** Files that earlier versions did not record. */
    private static final Set<String> BESIDE =
            Set.of("tokenizer_config.json", "special_tokens_map.json", "added_tokens.json");

    private static final String ANOTHER_MODEL = "The capture is of another model or tokenizer: load that one.";

    /** Whether the store is of this very model. */
    public boolean fits() {
        return changedFiles.isEmpty() && greatestDifference <= ROUNDING * Math.max(1, greatestValue);
    }

    /**
     * Computes the first captured sentence again.
     *
     * @throws InputException if the model's tokenizer does not give the stored tokens, or the model is of another shape
     */
    public static CaptureCheck of(ActivationStore store, LanguageModel model) {
        TokenTable table = store.tokens();
        int sentence = table.token(0).sentence();
        List<Token> tokens = table.tokens().stream()
                .filter(token -> token.sentence() == sentence)
                .toList();
        boolean idLists = store.provenance().options().containsKey(CaptureOptions.ID_LISTS);
        int[] ids = ids(table, sentence, tokens, model, idLists);
        Set<Location> locations = new HashSet<>();
        store.sites().forEach(site -> locations.add(location(site)));
        double[] greatest = {0, 0};
        long[] values = {0};
        ActivationReader reader = (location, rows) -> {
            ActivationMatrix stored =
                    store.activations(location.layer(), location.site().key());
            if (rows.remaining() != ids.length * stored.neurons()) {
                throw new InputException(
                        store.folder() + ", " + location,
                        rows.remaining() / ids.length + " values per token, as this model has",
                        stored.neurons() + " values",
                        ANOTHER_MODEL);
            }
            for (int t = 0; t < tokens.size(); t++) {
                FloatBuffer row = stored.block(t, 1);
                int first = tokens.get(t).position() * stored.neurons();
                for (int j = 0; j < stored.neurons(); j++) {
                    greatest[0] = Math.max(greatest[0], Math.abs((double) row.get(j) - rows.get(first + j)));
                    greatest[1] = Math.max(greatest[1], Math.abs(row.get(j)));
                }
                values[0] += stored.neurons();
            }
        };
        model.read(
                List.of(ids),
                List.of(),
                locations,
                LanguageModel.BATCH_TOKENS,
                (location, sequence, rows) -> reader.read(location, rows),
                Progress.NONE);
        return new CaptureCheck(sentence, values[0], greatest[0], greatest[1], changedFiles(store, model));
    }

    @FunctionalInterface
    private interface ActivationReader {
        void read(Location location, FloatBuffer rows);
    }

    private static Location location(StoredSite site) {
        Site known = Site.of(site.site())
                .orElseThrow(() -> new InputException("site", "one of " + Site.keys(), site.site(), ""));
        return new Location(site.layer(), known);
    }

    /** The ids as they were read then: with the begin token if that is how the stored tokens are reached. */
    private static int[] ids(TokenTable table, int sentence, List<Token> tokens, LanguageModel model, boolean idLists) {
        String text = table.sentence(sentence).text();
        List<int[]> ways = idLists ? List.of(IdText.encode(text, id -> false).ids()) : ways(text, model);
        for (int[] ids : ways) {
            int length = Math.min(ids.length, model.config().context());
            if (tokens.stream().allMatch(token -> token.position() < length && ids[token.position()] == token.id())) {
                return java.util.Arrays.copyOf(ids, length);
            }
        }
        throw new InputException(
                "captured sentence " + sentence,
                "the tokens that this model's tokenizer gives",
                "others",
                ANOTHER_MODEL);
    }

    private static List<int[]> ways(String text, LanguageModel model) {
        List<int[]> ways = new ArrayList<>();
        ways.add(model.tokenizer().encode(text).ids());
        ways.add(model.tokenizer().encode(text, false).ids());
        if (model.tokenizer().bos().isPresent()) {
            ways.add(model.tokenizer().encode(text, true).ids());
        }
        return ways;
    }

    private static List<String> changedFiles(ActivationStore store, LanguageModel model) {
        Map<String, String> then = store.provenance().inputs();
        return model.hashes().entrySet().stream()
                .filter(now -> then.containsKey(now.getKey()) || !BESIDE.contains(now.getKey()))
                .filter(now -> !now.getValue().equals(then.get(now.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
