package org.snmf.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.snmf.demo.text.TextGenerator;
import org.snmf.models.generate.Generation;
import org.snmf.models.generate.GenerationOptions;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.tokens.Tokenizer;
import org.snmf.progress.Progress;

/**
 * What a demo model can do, measured on text that it was not trained on.
 *
 * @param texts how well it predicts several texts, by their names
 * @param continuations how it goes on after some prompts
 */
public record DemoModelEvaluation(Map<String, Perplexity> texts, List<Continuation> continuations) {
    /** A next token and its probability. */
    public record Expectation(String token, double probability) {}

    /**
     * @param greedy the likeliest token each time, up to the end of a sentence
     * @param sampled drawn at temperature 0.8
     * @param likeliest next tokens
     */
    public record Continuation(String prompt, String greedy, String sampled, List<Expectation> likeliest) {}

    private static final int SENTENCES = 2_000;
    private static final int NEW_TOKENS = 30;
    private static final double TEMPERATURE = 0.8;
    private static final int LIKELIEST = 5;
    static final List<String> PROMPTS = List.of(
            "They went to church on",
            "After Monday comes",
            "The day before Friday is",
            "In December, people",
            "In July the weather is",
            "The capital of France is",
            "It is Friday today, so",
            "The doctor works in the",
            "My favourite colour is",
            "The dog barked at the",
            "Anna plays the violin, so she is a",
            "The wheel of the",
            "She put butter on her",
            "When the wind blows,",
            "He broke his",
            "Dear Anna,",
            "\"Where is my",
            "To make soup, you need",
            "On the first day of school,",
            "The old man opened the door and");

    /**
     * Measures {@code model}, whose counting rivals learn the training text of {@code options} and {@code written}.
     *
     * @param kept sentences that the model was not trained on, by the name of their data set
     */
    static DemoModelEvaluation of(
            LanguageModel model, TrainingOptions options, WrittenText written, Map<String, List<String>> kept) {
        List<String> all = kept.values().stream().flatMap(Collection::stream).toList();
        DemoModelTrainer trainer = new DemoModelTrainer(options, written.training(), all);
        Tokenizer tokenizer = model.tokenizer();
        List<int[]> training = new ArrayList<>(TrainingText.encode(trainer.composed(), tokenizer));
        training.addAll(TrainingText.encode(written.training(), tokenizer));
        NgramModel counts = new NgramModel(training, tokenizer.vocabularySize());
        Map<String, List<String>> texts = new LinkedHashMap<>();
        texts.put("paragraphs by hand, held out", written.heldOut());
        texts.putAll(kept);
        texts.put(
                "composed, held-out templates and frames",
                composed(options.seed() + 101, TextGenerator.Part.HELD_OUT, all));
        texts.put(
                "composed, templates and frames of training",
                composed(options.seed() + 100, TextGenerator.Part.TRAINING, all));
        texts.put(
                "paragraphs by hand, trained on",
                written.training().subList(0, written.heldOut().size()));
        Map<String, Perplexity> perplexities = new LinkedHashMap<>();
        texts.forEach((name, lines) -> perplexities.put(name, perplexity(model, counts, lines)));
        return new DemoModelEvaluation(perplexities, continuations(model));
    }

    private static List<String> composed(long seed, TextGenerator.Part part, List<String> kept) {
        return TrainingText.paragraphs(new TextGenerator(seed, part, kept), SENTENCES);
    }

    private static Perplexity perplexity(LanguageModel model, NgramModel counts, List<String> texts) {
        int words = texts.stream().mapToInt(text -> text.split("\\s+").length).sum();
        return Perplexity.of(
                TrainingText.encode(texts, model.tokenizer()),
                words,
                counts,
                model.config().context(),
                batch -> model.logitsOfAll(batch, List.of()));
    }

    private static List<Continuation> continuations(LanguageModel model) {
        List<int[]> prompts = PROMPTS.stream()
                .map(prompt -> model.tokenizer().encode(prompt, true).ids())
                .toList();
        List<int[]> greedy = Generation.greedy(model, prompts, NEW_TOKENS);
        List<int[]> sampled = Generation.generate(
                model,
                prompts,
                List.of(),
                GenerationOptions.sampled(NEW_TOKENS, TEMPERATURE, 1),
                Generation.Listener.NONE,
                Progress.NONE);
        List<Continuation> continuations = new ArrayList<>();
        for (int i = 0; i < PROMPTS.size(); i++) {
            continuations.add(new Continuation(
                    PROMPTS.get(i),
                    firstSentence(text(model, greedy.get(i))),
                    text(model, sampled.get(i)),
                    likeliest(model, prompts.get(i))));
        }
        return continuations;
    }

    /** Up to the end of the document, where there is one. */
    private static String text(LanguageModel model, int[] ids) {
        String[] parts =
                model.tokenizer().decode(ids).split(java.util.regex.Pattern.quote(DemoModelTrainer.SEPARATOR), 2);
        return parts[0].strip();
    }

    private static String firstSentence(String text) {
        int end = text.indexOf('.');
        return end < 0 ? text : text.substring(0, end + 1);
    }

    private static List<Expectation> likeliest(LanguageModel model, int[] prompt) {
        float[] logits = model.logits(prompt, List.of())[prompt.length - 1];
        return IntStream.range(0, logits.length)
                .boxed()
                .sorted((a, b) -> Float.compare(logits[b], logits[a]))
                .limit(LIKELIEST)
                .map(id -> new Expectation(
                        model.tokenizer().text(id).strip(), Math.exp(Perplexity.logProbability(logits, id))))
                .toList();
    }

    /** The figures as a section of a model card. */
    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("| text | words | tokens | unigram | bigram | this model | this model, a token |");
        lines.add("|---|---|---|---|---|---|---|");
        texts.forEach((name, p) -> lines.add(String.format(
                Locale.ROOT,
                "| %s | %d | %d | %.0f | %.0f | %.0f | %.1f |",
                name,
                p.words(),
                p.tokens(),
                p.perWord(p.unigram()),
                p.perWord(p.bigram()),
                p.perWord(p.network()),
                p.perToken(p.network()))));
        lines.add("");
        lines.add("| prompt | greedy | sampled | likeliest next words |");
        lines.add("|---|---|---|---|");
        continuations.forEach(
                c -> lines.add(String.join(" | ", "| " + c.prompt(), c.greedy(), c.sampled(), likeliest(c) + " |")));
        return String.join("\n", lines) + "\n";
    }

    private static String likeliest(Continuation continuation) {
        List<String> words = continuation.likeliest().stream()
                .map(next -> String.format(Locale.ROOT, "%s %.2f", next.token(), next.probability()))
                .toList();
        return String.join(", ", words);
    }
}
