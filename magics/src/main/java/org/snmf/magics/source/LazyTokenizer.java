package org.snmf.magics.source;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.snmf.models.tokens.Tokenizer;

/** A folder's tokenizer, loaded when it is first asked for: models without one can be given ids. */
public final class LazyTokenizer implements AutoCloseable {
    private final Path folder;
    private @Nullable Tokenizer tokenizer;

    public LazyTokenizer(Path folder) {
        this.folder = folder;
    }

    public Tokenizer get() {
        if (tokenizer == null) {
            tokenizer = Tokenizer.load(folder);
        }
        return tokenizer;
    }

    @Override
    public void close() {
        if (tokenizer != null) {
            tokenizer.close();
        }
    }
}
