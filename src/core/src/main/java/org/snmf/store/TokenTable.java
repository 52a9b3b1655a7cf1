package org.snmf.store;

import java.util.List;

/**
 * What the n columns of an activation matrix are: token t of the table is column t of A. Immutable.
 *
 * <p>A sentence may have fewer rows than tokens, since special tokens and, on request, function words are left out of
 * the analysis; its full text stays available for showing contexts.
 */
public final class TokenTable {
    private final List<Sentence> sentences;
    private final List<Token> tokens;

    /** @throws IllegalArgumentException if a token names a sentence, or a span, that does not exist */
    public TokenTable(List<Sentence> sentences, List<Token> tokens) {
        this.sentences = List.copyOf(sentences);
        this.tokens = List.copyOf(tokens);
        for (int t = 0; t < this.tokens.size(); t++) {
            Token token = this.tokens.get(t);
            if (token.sentence() < 0 || token.sentence() >= this.sentences.size()) {
                throw new IllegalArgumentException("token " + t + ": expected a sentence in [0, "
                        + this.sentences.size() + "), found " + token.sentence());
            }
            int length = this.sentences.get(token.sentence()).text().length();
            if (token.start() < 0 || token.end() < token.start() || token.end() > length) {
                throw new IllegalArgumentException("token " + t + ": expected a span within [0, " + length
                        + "], found [" + token.start() + ", " + token.end() + ")");
            }
        }
    }

    /** Number of analysed tokens, n. */
    public int size() {
        return tokens.size();
    }

    /** Token t, in [0, n). */
    public Token token(int t) {
        return tokens.get(t);
    }

    /** All tokens in column order. */
    public List<Token> tokens() {
        return tokens;
    }

    /** Number of sentences, those without analysed tokens included. */
    public int sentenceCount() {
        return sentences.size();
    }

    /** Sentence s, in [0, {@link #sentenceCount()}). */
    public Sentence sentence(int s) {
        return sentences.get(s);
    }

    /** All sentences in the order of the data set. */
    public List<Sentence> sentences() {
        return sentences;
    }
}
