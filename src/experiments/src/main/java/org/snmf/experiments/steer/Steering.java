package org.snmf.experiments.steer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * computed once for all. Strengths of up to {@value #SEARCHED_TOGETHER} directions are searched in the same passes; all texts of a
 * direction are written in one batch, which is enough to keep the processor busy. Every text has a seed of its own, so a
 * direction's texts do not depend on which others are steered with it. Texts hold no begin or end tokens.
 */
public final class Steering {
    private static final int SEARCHED_TOGETHER = 16;

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
        for (int first = 0; first < chosen.length; first += SEARCHED_TOGETHER) {
            int[] block = Arrays.copyOfRange(chosen, first, Math.min(chosen.length, first + SEARCHED_TOGETHER));
            Map<Integer, SteeredDirection> known = known(directions, block, file);
            Map<Integer, List<Strength>> strengths = strengths(
                    directions,
                    IntStream.of(block).filter(i -> !known.containsKey(i)).toArray());
            for (int i = 0; i < block.length; i++) {
                if (progress.stopRequested()) {
                    return done;
                }
                if (known.containsKey(block[i])) {
                    done.add(known.get(block[i]));
                } else if (strengths.containsKey(block[i])) {
                    Optional<SteeredDirection> steered =
                            steer(directions, block[i], strengths.get(block[i]), progress);
                    steered.ifPresent(done::add);
                    steered.ifPresent(one -> file.ifPresent(kept -> kept.add(one)));
                }
                progress.report(new Step("steer", first + i + 1L, chosen.length, "directions", directions.method()));
            }
        }
        return done;
    }

    private static Map<Integer, SteeredDirection> known(
            ConceptDirections directions, int[] block, Optional<SteeringFile> file) {
        Map<Integer, SteeredDirection> known = new HashMap<>();
        for (int index : block) {
            directions
                    .steering(index)
                    .flatMap(f -> file.flatMap(kept -> kept.find(directions.method(), index, fingerprint(f))))
                    .ifPresent(one -> known.put(index, one));
        }
        return known;
    }

    /** The strengths of those that are not dead, searched together. */
    private Map<Integer, List<Strength>> strengths(ConceptDirections directions, int[] indices) {
        int[] alive = IntStream.of(indices)
                .filter(index -> directions.steering(index).isPresent())
                .toArray();
        List<float[]> vectors = IntStream.of(alive)
                .mapToObj(index -> directions.steering(index).orElseThrow())
                .toList();
        List<List<Strength>> found = published.map(
                        one -> vectors.stream().map(one::find).toList())
                .orElseGet(() -> search.find(vectors));
        Map<Integer, List<Strength>> strengths = new HashMap<>();
        for (int i = 0; i < alive.length; i++) {
            strengths.put(alive[i], found.get(i));
        }
        return strengths;
    }

    private static String fingerprint(float[] f) {
        return Integer.toHexString(Arrays.hashCode(f));
    }

    private Optional<SteeredDirection> steer(
            ConceptDirections directions, int index, List<Strength> strengths, Progress progress) {
        float[] f = directions.steering(index).orElseThrow();
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
                        fingerprint(f),
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
                .map(push -> push == null
                        ? List.<Intervention>of()
                        : List.of(Divergences.added(location, push)))
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
