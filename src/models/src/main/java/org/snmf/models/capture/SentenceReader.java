package org.snmf.models.capture;

import org.snmf.models.network.LanguageModel;
import org.snmf.models.tokens.Encoding;
import org.snmf.models.tokens.IdText;
import org.snmf.models.tokens.Tokenizer;

/** Turns sentences into what the network reads, and shows what its tokens are. */
interface SentenceReader {
    /** The tokens of a sentence. */
    Encoding encode(String sentence);

    /** One token as text. */
    String text(int id);

    /**
     * By the model's tokenizer, or where sentences are lists of ids as they are.
     *
     * @throws org.snmf.errors.InputException if sentences are text and the model has no tokenizer
     */
    static SentenceReader of(LanguageModel model, CaptureOptions options) {
        if (options.idLists() && !model.hasTokenizer()) {
            return new Ids();
        }
        return options.idLists() ? new NamedIds(model.tokenizer()) : new Texts(model.tokenizer(), options);
    }

    /** Text. */
    record Texts(Tokenizer tokenizer, CaptureOptions options) implements SentenceReader {
        @Override
        public Encoding encode(String sentence) {
            return switch (options.beginToken()) {
                case USUAL -> tokenizer.encode(sentence);
                case ALWAYS -> tokenizer.encode(sentence, true);
                case NEVER -> tokenizer.encode(sentence, false);
            };
        }

        @Override
        public String text(int id) {
            return tokenizer.text(id);
        }
    }

    /** Ids without a tokenizer. */
    record Ids() implements SentenceReader {
        @Override
        public Encoding encode(String sentence) {
            return IdText.encode(sentence, id -> false);
        }

        @Override
        public String text(int id) {
            return String.valueOf(id);
        }
    }

    /** Ids whose texts a tokenizer knows. */
    record NamedIds(Tokenizer tokenizer) implements SentenceReader {
        @Override
        public Encoding encode(String sentence) {
            return IdText.encode(sentence, tokenizer::isSpecial);
        }

        @Override
        public String text(int id) {
            return tokenizer.text(id);
        }
    }
}
