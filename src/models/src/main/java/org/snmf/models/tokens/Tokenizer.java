package org.snmf.models.tokens;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.snmf.data.Surrogates;
import org.snmf.errors.InputException;

/**
 * The tokenizer of a checkpoint directory. Special tokens are put before and behind a text as the checkpoint's own
 * post-processor does; nothing is cut or padded. A special token written out in a text ({@code <|endoftext|>}) becomes that token. Safe for
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

    /** Whether {@code directory} holds files of a tokenizer that {@link #load} reads. */
    public static boolean isIn(Path directory) {
        return TokenizerFolder.hasTokenizer(directory);
    }

    /**
     * Loads {@code tokenizer.json} of {@code directory}, or {@code vocab.json} and {@code merges.txt}, with what the files
     * beside them say about added and special tokens, as {@code AutoTokenizer} of transformers 5 does.
     *
     * @throws InputException if the file is missing or is not a tokenizer
     */
    public static Tokenizer load(Path directory) {
        TokenizerFile file = read(directory);
        try {
            HuggingFaceTokenizer delegate = HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(file.json().getBytes(StandardCharsets.UTF_8)),
                    Map.of("truncation", "false", "padding", "false"));
            return new Tokenizer(delegate, file);
        } catch (IOException | RuntimeException e) {
            throw new InputException(
                    file.path().toString(),
                    "a tokenizer of the tokenizers library",
                    String.valueOf(e.getMessage()),
                    "Download the file again.",
                    e);
        }
    }

    private static TokenizerFile read(Path directory) {
        try {
            return TokenizerFile.read(directory);
        } catch (InputException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new InputException(
                    directory.toString(),
                    "tokenizer files as the tokenizers library writes them",
                    e.toString(),
                    "Download tokenizer.json and its neighbours again.",
                    e);
        }
    }

    /** Tokenizes {@code text} with the special tokens that the tokenizer itself puts before and behind it. */
    public Encoding encode(String text) {
        return encoding(text, true);
    }

    /** Tokenizes {@code text} alone. */
    public Encoding encodePlain(String text) {
        return encoding(text, false);
    }

    /** As {@link #encode(String)}, without what the tokenizer puts behind a text: for texts that are to be continued. */
    public Encoding encodePrompt(String text) {
        Encoding whole = encode(text);
        return whole.part(0, whole.length() - whole.addedBehind());
    }

    /**
     * Tokenizes {@code text} with what the tokenizer puts behind it.
     *
     * @param begins whether to begin with what the tokenizer puts before a text, or with {@link #bos()} where it puts
     *     nothing there
     * @throws InputException if a begin token is wanted and there is none
     */
    public Encoding encode(String text, boolean begins) {
        Encoding whole = encode(text);
        int before = whole.addedBefore();
        if (!begins) {
            return whole.part(before, whole.length());
        }
        return before > 0 ? whole : whole.begunWith(bos().orElseThrow(this::noBos));
    }

    private Encoding encoding(String text, boolean withSpecial) {
        Surrogates.refuse(text, "text");
        ai.djl.huggingface.tokenizers.Encoding raw = delegate.encode(text, withSpecial, false);
        long[] ids = raw.getIds();
        long[] inserted = raw.getSpecialTokenMask();
        CharSpan[] spans = raw.getCharTokenSpans();
        // What an empty text gets counts as put before it: the token that begins it must not go with those behind.
        int before = 0;
        while (before < ids.length && inserted[before] != 0) {
            before++;
        }
        int behind = ids.length;
        while (behind > before && inserted[behind - 1] != 0) {
            behind--;
        }
        Encoding encoding = Encoding.of(ids.length, before, ids.length - behind);
        CodePoints points = new CodePoints(text);
        for (int i = 0; i < ids.length; i++) {
            int id = Math.toIntExact(ids[i]);
            encoding.ids()[i] = id;
            encoding.special()[i] = inserted[i] != 0 || file.special().contains(id);
            boolean inText = inserted[i] == 0 && spans[i] != null;
            encoding.starts()[i] = inText ? points.utf16(spans[i].getStart()) : i < before ? 0 : text.length();
            encoding.ends()[i] = inText ? points.utf16(spans[i].getEnd()) : encoding.starts()[i];
        }
        return encoding;
    }

    private InputException noBos() {
        return new InputException(
                file.path().toString(), "a token that begins a text", "none named", "Leave the begin token out.");
    }

    /**
     * The text of {@code ids} as the tokenizer's own decoder gives it, which drops the space that it puts before a text;
     * special tokens are written out, and ids that no token has as their number.
     */
    public String decode(int[] ids) {
        if (!Arrays.stream(ids).allMatch(file::has)) {
            return spelled(ids);
        }
        return delegate.decode(Arrays.stream(ids).asLongStream().toArray(), false);
    }

    /**
     * The texts of the tokens one behind the other, every space kept: what {@code ids} add to a text that goes before them.
     * Special tokens are written out, and ids that no token has as their number, {@code <335>}.
     */
    public String spelled(int[] ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            bytes.writeBytes(file.bytes(id));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /**
     * One token as text, with its leading space if it has one. A token that is only part of a character shows the
     * replacement character, an id that no token has its number.
     */
    public String text(int id) {
        return texts.computeIfAbsent(id, file::text);
    }

    /** One more than the greatest id. */
    public int vocabularySize() {
        return file.size();
    }

    /** The token that begins a text, where the checkpoint names one. */
    public OptionalInt bos() {
        return file.bos();
    }

    /** Whether the checkpoint's own tokenizer puts special tokens before every text. */
    public boolean addsBos() {
        return encode("a").addedBefore() > 0;
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

    /** All files that were read. */
    public List<Path> files() {
        return file.files();
    }

    @Override
    public void close() {
        delegate.close();
    }
}
