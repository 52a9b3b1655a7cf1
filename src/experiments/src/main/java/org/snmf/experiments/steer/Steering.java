package org.snmf.experiments.steer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.snmf.errors.InputException;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.directions.OutputDirections;
import org.snmf.experiments.steer.SteeredDirection.Cell;
import org.snmf.experiments.steer.Strength.Reached;
import org.snmf.matrix.NamedRandom;
import org.snmf.models.generate.Generation;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.SharedPrompts;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Location;
import org.snmf.models.tokens.Tokenizer;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * Writes texts under directions of one layer (paper, section 5): unit f = W_V z, times a strength for each target and sign,
 * added to what the MLP adds to the residual stream, at every position of the prompt and of the text. What lies before is
 * computed once. All strengths of a direction are searched in the same passes and all its texts written in one batch, which
 * keeps the processor busy: batches of several directions would not be quicker, but would change the last digits of their products.
 * Every text has a seed of its own, so a direction's texts do not depend on which others are steered with it. Texts hold no begin
 * or end tokens.
 */
public final class Steering {
    private final LanguageModel model;
    private final SteeringOptions options;
    private final Location location;
    private final List<int[]> prompts;
    private final Divergences divergences;
    private final StrengthSearch search;
    private final Optional<PublishedSearch> published;

    /** Steers with strengths that are searched for each sign. */
    public Steering(LanguageModel model, int layer, SteeringOptions options) {
        this(model, layer, options, false);
    }

    /** @param asPublished whether strengths are those of the published code, see {@link PublishedSearch} */
    public Steering(LanguageModel model, int layer, SteeringOptions options, boolean asPublished) {
        this.model = model;
        this.options = options;
        this.location = OutputDirections.space(model.config(), layer);
        this.prompts = Divergences.ids(model, options.prompts());
        this.divergences = new Divergences(model, location, options.prompts());
        this.search = new StrengthSearch(divergences, options.targets(), options.tolerance());
        this.published =
                asPublished ? Optional.of(new PublishedSearch(divergences, options.targets())) : Optional.empty();
    }

    /** How it steers. */
    public SteeringOptions options() {
        return options;
    }

    /** Where directions are added. */
    public Location location() {
        return location;
    }

    /** The search of strengths. */
    public StrengthSearch search() {
        return search;
    }

    /** Whether strengths are those of the published code, whose judge reads the prompt too. */
    public boolean isPublished() {
        return published.isPresent();
    }

    Divergences divergences() {
        return divergences;
    }

    /** The divergences of sign · α · f, for α doubled from a small share of the mean length there until they settle. */
    public List<Strength.Point> curve(float[] f, int sign) {
        return search.curve(f, sign);
    }

    /** What a kept file must have been made with. */
    String key() {
        return location.key() + " " + options + (published.isPresent() ? " published" : "") + " " + model.hashes();
    }

    /** As many texts without anything added as there are samples. */
    public List<String> unsteered() {
        List<Push> none = new ArrayList<>();
        long[] seeds = new long[options.samples()];
        for (int s = 0; s < seeds.length; s++) {
            none.add(null);
            seeds[s] = seed("unsteered") + s;
        }
        return write(none, seeds, Progress.NONE).orElseThrow();
    }

    /**
     * Steers with directions of one method.
     *
     * @param directions of the layer
     * @param chosen indices of those to steer with
     * @param file where finished directions are kept and taken from
     * @param progress a stop ends the work; the direction that is being written is left out
     * @return the directions that were finished; dead ones are skipped
     * @throws InputException if a direction is of another layer or there is no such one, or the file is of other work
     */
    public List<SteeredDirection> run(
            ConceptDirections directions, int[] chosen, Optional<SteeringFile> file, Progress progress) {
        if (directions.space().layer() != location.layer()) {
            throw new InputException(
                    directions.method(), "directions of layer " + location.layer(), "" + directions.space(), "");
        }
        for (int index : chosen) {
            if (index < 0 || index >= directions.size()) {
                throw new InputException(
                        directions.method(), "directions from 0 to " + (directions.size() - 1), "" + index, "");
            }
        }
        file.ifPresent(kept -> kept.begin(key()));
        List<SteeredDirection> done = new ArrayList<>();
        for (int i = 0; i < chosen.length && !progress.stopRequested(); i++) {
            int index = chosen[i];
            int before = i;
            // One bar for all directions: the tokens of the one at work are parts of it.
            Progress inside = progress.telling(token ->
                    new Step("steer", before, chosen.length, "directions", directions.method(), token.fraction()));
            Optional<float[]> f = directions.steering(index);
            if (f.isPresent()) {
                String vector = Integer.toHexString(Arrays.hashCode(f.get()));
                Optional<SteeredDirection> known = file.flatMap(kept -> kept.find(directions.method(), index, vector));
                Optional<SteeredDirection> steered = known.or(() -> steer(directions, index, f.get(), vector, inside));
                steered.ifPresent(done::add);
                if (known.isEmpty()) {
                    steered.ifPresent(one -> file.ifPresent(kept -> kept.add(one)));
                }
            }
            progress.report(new Step("steer", i + 1L, chosen.length, "directions", directions.method()));
        }
        return done;
    }

    private Optional<SteeredDirection> steer(
            ConceptDirections directions, int index, float[] f, String vector, Progress progress) {
        List<Strength> strengths = published.map(one -> one.find(f)).orElseGet(() -> search.find(List.of(f))
                .get(0));
        List<Push> pushes = new ArrayList<>();
        List<Long> seeds = new ArrayList<>();
        for (Strength strength : strengths) {
            if (strength instanceof Reached reached) {
                long first = seed(directions.method() + " " + directions.source(index) + " " + strength.sign() + " "
                        + strength.target());
                for (int s = 0; s < options.samples(); s++) {
                    pushes.add(new Push(f, strength.sign() * reached.alpha()));
                    seeds.add(first + s);
                }
            }
        }
        return write(pushes, seeds.stream().mapToLong(x -> x).toArray(), progress)
                .map(texts -> new SteeredDirection(
                        directions.method(),
                        index,
                        directions.source(index),
                        directions.name(index),
                        vector,
                        cells(strengths, texts)));
    }

    private List<Cell> cells(List<Strength> strengths, List<String> texts) {
        List<Cell> cells = new ArrayList<>();
        int next = 0;
        for (Strength strength : strengths) {
            int count = strength.isReached() ? options.samples() : 0;
            cells.add(new Cell(strength, texts.subList(next, next + count)));
            next += count;
        }
        return cells;
    }

    private long seed(String name) {
        return new NamedRandom(options.generation().seed(), "steering " + name)
                .stream().nextLong();
    }

    /** Texts of rows, the i-th of a cell after the i-th prompt; nothing where a stop cut them short. */
    private Optional<List<String>> write(List<Push> pushes, long[] seeds, Progress progress) {
        if (pushes.isEmpty()) {
            return Optional.of(List.of());
        }
        int[] promptOf = IntStream.range(0, pushes.size())
                .map(row -> row % options.samples() % prompts.size())
                .toArray();
        List<List<Intervention>> interventions = pushes.stream()
                .map(push -> push == null ? List.<Intervention>of() : List.of(Divergences.added(location, push)))
                .toList();
        List<int[]> ids;
        try (SharedPrompts shared = model.share(prompts, location)) {
            ids = Generation.generate(shared, promptOf, interventions, options.generation(), seeds, progress);
        }
        boolean whole = !progress.stopRequested()
                || ids.stream()
                        .allMatch(one -> one.length == options.generation().maxNewTokens());
        return whole
                ? Optional.of(
                        ids.stream().map(one -> text(model.tokenizer(), one)).toList())
                : Optional.empty();
    }

    /** What was written, without begin and end tokens; where they parted two texts there is a space. */
    static String text(Tokenizer tokenizer, int[] ids) {
        StringBuilder text = new StringBuilder();
        for (int from = 0; from < ids.length; ) {
            int to = from;
            while (to < ids.length && !tokenizer.isSpecial(ids[to])) {
                to++;
            }
            String part = tokenizer.spelled(Arrays.copyOfRange(ids, from, to));
            boolean parted = text.length() == 0
                    || part.isEmpty()
                    || Character.isWhitespace(part.charAt(0))
                    || Character.isWhitespace(text.charAt(text.length() - 1));
            text.append(parted ? "" : " ").append(part);
            from = to + 1;
        }
        return text.toString();
    }
}
