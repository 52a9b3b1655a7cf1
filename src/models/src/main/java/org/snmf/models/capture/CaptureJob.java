package org.snmf.models.capture;

import java.util.ArrayList;
import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.tokens.Encoding;
import org.snmf.models.tokens.Tokenizer;
import org.snmf.store.Sentence;
import org.snmf.store.Token;

/** Sentences tokenized for a capture, with the tokens of each that become columns of A. */
final class CaptureJob {
    /**
     * One sentence.
     *
     * @param ids what the network reads
     * @param columns the tokens that become columns of A, by rising position
     */
    record Item(int[] ids, List<Token> columns) {}

    private final Tokenizer tokenizer;
    private final int context;
    private final CaptureOptions options;
    private final List<Item> items = new ArrayList<>();
    private final long started = System.nanoTime();
    private long tokensRead;
    private long columns;
    private long specialTokens;
    private long leftOut;
    private int truncatedSentences;
    private long truncatedTokens;

    private CaptureJob(LanguageModel model, CaptureOptions options) {
        this.tokenizer = model.tokenizer();
        this.context = model.config().context();
        this.options = options;
    }

    static CaptureJob of(LanguageModel model, List<Sentence> sentences, CaptureOptions options) {
        CaptureJob job = new CaptureJob(model, options);
        for (int s = 0; s < sentences.size(); s++) {
            job.add(s, sentences.get(s));
        }
        if (job.columns == 0) {
            throw new InputException(
                    "capture",
                    "at least one token",
                    "none in " + sentences.size() + " sentences, " + job.specialTokens + " special tokens and "
                            + job.leftOut + " others left out",
                    "Give more text or leave out less.");
        }
        return job;
    }

    private void add(int s, Sentence sentence) {
        String text = sentence.text();
        Encoding encoding = options.beginToken()
                .map(begins -> tokenizer.encode(text, begins))
                .orElseGet(() -> tokenizer.encode(text));
        int length = Math.min(encoding.length(), context);
        if (length < encoding.length()) {
            tooLong(s, encoding.length());
        }
        int[] ids = java.util.Arrays.copyOf(encoding.ids(), length);
        List<Token> kept = new ArrayList<>();
        for (int position = 0; position < length; position++) {
            if (isColumn(encoding, position)) {
                kept.add(new Token(
                        ids[position],
                        tokenizer.text(ids[position]),
                        s,
                        position,
                        encoding.starts()[position],
                        encoding.ends()[position]));
            }
        }
        items.add(new Item(ids, List.copyOf(kept)));
        tokensRead += length;
        columns += kept.size();
    }

    private void tooLong(int s, int length) {
        if (options.tooLong() == CaptureOptions.TooLong.REFUSE) {
            throw new InputException(
                    "sentence " + s,
                    "at most " + context + " tokens, the model's context",
                    String.valueOf(length),
                    "Split it, or let long sentences be truncated.");
        }
        truncatedSentences++;
        truncatedTokens += length - context;
    }

    private boolean isColumn(Encoding encoding, int position) {
        if (encoding.special()[position]) {
            specialTokens += options.includeSpecialTokens() ? 0 : 1;
            return options.includeSpecialTokens();
        }
        if (isLeftOut(tokenizer.text(encoding.ids()[position]))) {
            leftOut++;
            return false;
        }
        return true;
    }

    private boolean isLeftOut(String text) {
        String word = text.strip().toLowerCase(java.util.Locale.ROOT);
        boolean punctuation = word.codePoints().noneMatch(Character::isLetterOrDigit);
        return options.leaveOut().contains(word) || (options.leaveOutPunctuation() && punctuation);
    }

    List<Item> items() {
        return items;
    }

    /** When tokenizing began, by {@link System#nanoTime}. */
    long started() {
        return started;
    }

    /** How many columns A gets when nothing stops the capture, n. */
    long columns() {
        return columns;
    }

    long tokensRead() {
        return tokensRead;
    }

    int truncatedSentences() {
        return truncatedSentences;
    }

    long truncatedTokens() {
        return truncatedTokens;
    }

    /** The report of a capture that read the first {@code sentences} sentences and captured {@code tokens} columns. */
    CaptureReport report(int sentences, long read, long tokens, double seconds) {
        return new CaptureReport(
                sentences,
                read,
                tokens,
                specialTokens,
                leftOut,
                truncatedSentences,
                truncatedTokens,
                seconds,
                sentences < items.size());
    }
}
