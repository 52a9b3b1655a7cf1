package org.snmf.matrix;

import java.util.SplittableRandom;

/**
 * Random numbers of one purpose, told apart from those of other purposes by a name, and addressed by index: the value at an
 * index does not depend on how the work is divided among threads.
 */
public final class NamedRandom {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final long seed;

    public NamedRandom(long seed, String name) {
        long hash = seed;
        for (int i = 0; i < name.length(); i++) {
            hash = mix(hash + GOLDEN_GAMMA * (name.charAt(i) + 1));
        }
        this.seed = hash;
    }

    /** A number in [0, 1), a multiple of 2^-24. */
    public float uniform(long index) {
        return (mix(seed + GOLDEN_GAMMA * (index + 1)) >>> 40) * 0x1p-24f;
    }

    /** A stream of its own, for what is drawn in order. */
    public SplittableRandom stream() {
        return new SplittableRandom(seed);
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014). */
    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }
}
