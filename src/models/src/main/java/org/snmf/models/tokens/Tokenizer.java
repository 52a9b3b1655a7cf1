package org.snmf.models.tokens;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.snmf.errors.InputException;

/**
 * The tokenizer of a checkpoint directory, from its {@code tokenizer.json}. Nothing is added to a text, cut from it or
 * padded unless asked for. A special token written out in a text ({@code <|endoftext|>}) becomes that token. Safe for
 * use by several threads; closing releases native memory.
 */
public final class Tokenizer implements AutoCloseable {
    private final HuggingFaceTokenizer delegate;
    private final TokenizerFile file;
    private final ConcurrentHashMap<Integer, String> texts = new ConcurrentHashMap<>();

    private Tokenizer(HuggingFaceTokenizer delegate, TokenizerFile file) {
        this.delegate = delegate;
        this.file = file;
    }

    /** Whether {@code directory} holds a tokenizer that {@link #load} can read. */
    public static boolean isIn(Path directory) {
        return Files.isRegularFile(directory.resolve("tokenizer.json"));
    }

    /**
     * Loads {@code tokenizer.json} of {@code directory}, with what its neighbours {@code tokenizer_config.json} and
     * {@code config.json} say about the token that begins a text.
     *
     * @throws InputException if the file is missing or is not a tokenizer
     */
    public static Tokenizer load(Path directory) {
        TokenizerFile file = TokenizerFile.read(directory);
        try {
            HuggingFaceTokenizer delegate = HuggingFaceTokenizer.builder()
                    .optTokenizerPath(directory)
                    .optAddSpecialTokens(false)
                    .optTruncation(false)
                    .optPadding(false)
                    .build();
            return new Tokenizer(delegate, file);
        } catch (IOException | RuntimeException e) {
            throw new InputException(
                    file.path().toString(),
                    "a tokenizer of the tokenizers library",
                    e.getMessage(),
                    "Download the file again.",
                    e);
        }
    }

    /** Tokenizes {@code text}; begins with {@link #bos()} where {@link #addsBos()} says so. */
    public Encoding encode(String text) {
        return encode(text, addsBos());
    }

    /**
     * Tokenizes {@code text}.
     *
     * @param withBos whether to begin with {@link #bos()}
     * @throws InputException if a begin token is wanted and there is none
     */
    public Encoding encode(String text, boolean withBos) {
        ai.djl.huggingface.tokenizers.Encoding raw = delegate.encode(text, false, false);
        long[] ids = raw.getIds();
        CharSpan[] spans = raw.getCharTokenSpans();
        int first = withBos ? 1 : 0;
        int length = ids.length + first;
        Encoding encoding = new Encoding(new int[length], new int[length], new int[length], new boolean[length]);
        if (withBos) {
            encoding.ids()[0] = bos().orElseThrow(this::noBos);
            encoding.special()[0] = true;
        }
        CodePoints points = new CodePoints(text);
        for (int i = 0; i < ids.length; i++) {
            int id = Math.toIntExact(ids[i]);
            encoding.ids()[first + i] = id;
            encoding.special()[first + i] = file.special().contains(id);
            if (spans[i] != null) {
                encoding.starts()[first + i] = points.utf16(spans[i].getStart());
                encoding.ends()[first + i] = points.utf16(spans[i].getEnd());
            }
        }
        return encoding;
    }

    private InputException noBos() {
        return new InputException(
                file.path().toString(), "a token that begins a text", "none named", "Leave the begin token out.");
    }

    /** The text of {@code ids}; special tokens are written out. */
    public String decode(int[] ids) {
        long[] wide = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            wide[i] = checked(ids[i]);
        }
        return delegate.decode(wide, false);
    }

    /**
     * One token as text, with its leading space if it has one. A token that is only part of a character shows the
     * replacement character.
     */
    public String text(int id) {
        return texts.computeIfAbsent(checked(id), file::text);
    }

    private int checked(int id) {
        if (id < 0 || id >= file.size()) {
            throw new InputException("token id", "0 to " + (file.size() - 1), String.valueOf(id), "");
        }
        return id;
    }

    /** One more than the greatest id. */
    public int vocabularySize() {
        return file.size();
    }

    /** The token that begins a text, where the checkpoint names one. */
    public OptionalInt bos() {
        return file.bos();
    }

    /** Whether the checkpoint's own tokenizer begins every text with {@link #bos()}. */
    public boolean addsBos() {
        return file.addsBos();
    }

    /** Whether {@code id} is a special token. */
    public boolean isSpecial(int id) {
        return file.special().contains(id);
    }

    /** The id whose vocabulary entry is {@code token}, in the vocabulary's own spelling. */
    public Optional<Integer> idOf(String token) {
        return file.idOf(token);
    }

    /** The file that was read. */
    public Path path() {
        return file.path();
    }

    @Override
    public void close() {
        delegate.close();
    }
}
