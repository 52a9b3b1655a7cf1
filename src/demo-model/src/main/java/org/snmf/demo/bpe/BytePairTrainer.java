package org.snmf.demo.bpe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Learns a byte-level byte-pair vocabulary (Sennrich et al. 2016, with the bytes and the word pattern of GPT-2): starts
 * from the 256 bytes and merges the most frequent adjacent pair again and again. Every text is taken to begin with a
 * space, so that a word is the same token at the beginning of a text and inside it.
 */
public final class BytePairTrainer {
    /** How GPT-2 cuts a text into words before it looks for pairs. */
    private static final Pattern WORD =
            Pattern.compile("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+");

    private final Map<String, Long> counts = new TreeMap<>();

    /** Counts the words of {@code text}. */
    public void add(String text) {
        Matcher matcher = WORD.matcher(text.startsWith(" ") ? text : " " + text);
        while (matcher.find()) {
            counts.merge(matcher.group(), 1L, Long::sum);
        }
    }

    /**
     * Merges until the vocabulary has {@code size} entries or no pair occurs twice. Ties go to the pair that comes first
     * in the order of its characters, so the result depends on the counts alone.
     *
     * @param size entries wanted, the 256 bytes and the special token included
     * @param special the token that separates documents; it becomes the last entry
     */
    public Vocabulary train(int size, String special) {
        List<String> entries = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            entries.add(String.valueOf(ByteAlphabet.character(b)));
        }
        List<Word> words = counts.entrySet().stream()
                .map(entry -> new Word(ByteAlphabet.spell(entry.getKey()).split(""), entry.getValue()))
                .toList();
        List<Pair> merges = new ArrayList<>();
        while (entries.size() < size - 1) {
            Pair best = mostFrequent(words);
            if (best == null) {
                break;
            }
            merges.add(best);
            entries.add(best.left + best.right);
            words.forEach(word -> word.merge(best));
        }
        entries.add(special);
        return new Vocabulary(entries, merges.stream().map(Pair::toString).toList(), special);
    }

    private static @Nullable Pair mostFrequent(List<Word> words) {
        Map<Pair, Long> pairs = new HashMap<>();
        for (Word word : words) {
            for (int i = 0; i + 1 < word.symbols.length; i++) {
                pairs.merge(new Pair(word.symbols[i], word.symbols[i + 1]), word.count, Long::sum);
            }
        }
        @Nullable Pair best = null;
        long most = 1;
        for (Map.Entry<Pair, Long> entry : pairs.entrySet()) {
            boolean tie =
                    best != null && entry.getValue() == most && entry.getKey().compareTo(best) < 0;
            if (entry.getValue() > most || tie) {
                best = entry.getKey();
                most = entry.getValue();
            }
        }
        return best;
    }

    private record Pair(String left, String right) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            int order = left.compareTo(other.left);
            return order != 0 ? order : right.compareTo(other.right);
        }

        @Override
        public String toString() {
            return left + " " + right;
        }
    }

    private static final class Word {
        private String[] symbols;
        private final long count;

        Word(String[] symbols, long count) {
            this.symbols = symbols;
            this.count = count;
        }

        void merge(Pair pair) {
            int length = 0;
            for (int i = 0; i < symbols.length; i++) {
                boolean here =
                        i + 1 < symbols.length && symbols[i].equals(pair.left) && symbols[i + 1].equals(pair.right);
                symbols[length++] = here ? pair.left + pair.right : symbols[i];
                i += here ? 1 : 0;
            }
            symbols = length == symbols.length ? symbols : Arrays.copyOf(symbols, length);
        }
    }
}
