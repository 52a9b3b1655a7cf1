package org.snmf.factorize.start;

import java.nio.FloatBuffer;
import org.snmf.matrix.NamedRandom;

/** Y ~ Uniform[0, 1), kept above zero since the multiplicative update could never leave it (paper, Appendix A). */
final class RandomStart extends Start {
    private static final float LEAST = 1e-6f;

    RandomStart(Given given) {
        super(given);
    }

    @Override
    public void fill() {
        fillRows(0);
    }

    /** Fills the rows from {@code first} on. */
    void fillRows(int first) {
        NamedRandom random = new NamedRandom(options.seed(), "coefficients");
        engine.forEach(panels.count(), (lane, b) -> {
            FloatBuffer values = y.current(lane, b).values();
            int width = panels.size(b);
            for (int r = first; r < options.rank(); r++) {
                long row = (long) r * slice.all() + slice.first() + panels.from(b);
                for (int t = 0; t < width; t++) {
                    values.put(r * width + t, Math.max(LEAST, random.uniform(row + t)));
                }
            }
            y.written(lane, b);
        });
    }
}
