package org.snmf.models.capture;

import java.util.ArrayList;
import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.tokens.Encoding;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;
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

    /** Sentences between two reports. */
    private static final int TOLD = 100;

    private final SentenceReader reader;
    private final int context;
    private final CaptureOptions options;
    private final List<Item> items = new ArrayList<>();
    private final int sentences;
    private double seconds;
    private long tokensRead;
    private long columns;
    private long specialTokens;
    private long leftOut;
    private int truncatedSentences;
    private long truncatedTokens;

    private CaptureJob(LanguageModel model, int sentences, CaptureOptions options) {
        this.sentences = sentences;
        this.reader = SentenceReader.of(model, options);
        this.context = model.config().context();
        this.options = options;
    }

    /**
     * Tokenizes, and warns of what is cut off; after a stop the job has the sentences that were done by then.
     *
     * @throws InputException if no token becomes a column of A, or a sentence is too long and that is to be refused
     */
    static CaptureJob of(LanguageModel model, List<Sentence> sentences, CaptureOptions options, Progress progress) {
        CaptureJob job = ofPart(model, sentences, options, progress);
        if (job.columns == 0 && job.items.size() == sentences.size()) {
            throw new InputException(
                    "capture",
                    "at least one token",
                    "none in " + sentences.size() + " sentences, " + job.specialTokens + " special tokens and "
                            + job.leftOut + " others left out",
                    "Give more text or leave out less.");
        }
        if (job.truncatedSentences > 0) {
            progress.warn(job.truncatedSentences + " sentences are longer than the model's context: "
                    + job.truncatedTokens + " tokens at their ends were cut off");
        }
        return job;
    }

    /** The same for a part of the sentences, of which nothing need be left and nobody need be warned. */
    static CaptureJob ofPart(LanguageModel model, List<Sentence> sentences, CaptureOptions options, Progress progress) {
        long begun = System.nanoTime();
        CaptureJob job = new CaptureJob(model, sentences.size(), options);
        boolean stopped = false;
        for (int s = 0; s < sentences.size() && !stopped; s++) {
            job.add(s, sentences.get(s));
            if ((s + 1) % TOLD == 0) {
                progress.report(new Step("tokenize", s + 1, sentences.size(), "sentences", ""));
                stopped = progress.stopRequested();
            }
        }
        job.seconds = (System.nanoTime() - begun) * 1e-9;
        return job;
    }

    private void add(int s, Sentence sentence) {
        String text = sentence.text();
        Encoding encoding = reader.encode(text);
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
                        reader.text(ids[position]),
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
        if (isLeftOut(reader.text(encoding.ids()[position]))) {
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

    /** What tokenizing took. */
    double seconds() {
        return seconds;
    }

    /** How many columns A gets when nothing stops the capture, n. */
    long columns() {
        return columns;
    }

    long tokensRead() {
        return tokensRead;
    }

    /** The report of a capture that has the first {@code sentences} sentences, {@code tokens} columns of A. */
    CaptureReport report(int sentences, long read, long tokens, long resumed, double seconds) {
        return new CaptureReport(
                sentences,
                read,
                tokens,
                resumed,
                specialTokens,
                leftOut,
                truncatedSentences,
                truncatedTokens,
                seconds,
                sentences < this.sentences);
    }
}
