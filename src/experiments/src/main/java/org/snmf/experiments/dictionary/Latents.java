package org.snmf.experiments.dictionary;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.snmf.matrix.Coefficients;

/**
 * What a dictionary of m latents found in n tokens: per token the active latents and their strengths. As
 * {@link Coefficients} it is the sparse counterpart of Y, so that contexts of latents are found like those of features.
 */
public final class Latents implements Coefficients {
    private final int latents;
    private final int[][] active;
    private final float[][] strengths;
    private int[][] tokensOf = {};
    private float[][] strengthsOf = {};

    /**
     * @param latents m
     * @param active per token the active latents, ascending
     * @param strengths their values, none zero
     */
    public Latents(int latents, int[][] active, float[][] strengths) {
        if (active.length != strengths.length) {
            throw new IllegalArgumentException(
                    "expected as many tokens in both, found " + active.length + " and " + strengths.length);
        }
        this.latents = latents;
        this.active = active;
        this.strengths = strengths;
    }

    /** Number of latents, m. */
    @Override
    public int features() {
        return latents;
    }

    @Override
    public int tokens() {
        return active.length;
    }

    /** The active latents of token t, ascending; not copied. */
    public int[] active(int t) {
        return active[t];
    }

    /** Strengths of the active latents of token t; not copied. */
    public float[] strengths(int t) {
        return strengths[t];
    }

    /** Active latents of a token, on average: L0. */
    public double meanActive() {
        return Arrays.stream(active).mapToInt(a -> a.length).average().orElse(0);
    }

    @Override
    public float get(int r, int t) {
        Objects.checkIndex(r, latents);
        int at = Arrays.binarySearch(active[t], r);
        return at < 0 ? 0 : strengths[t][at];
    }

    @Override
    public float[] feature(int r) {
        Objects.checkIndex(r, latents);
        index();
        float[] row = new float[tokens()];
        for (int i = 0; i < tokensOf[r].length; i++) {
            row[tokensOf[r][i]] = strengthsOf[r][i];
        }
        return row;
    }

    @Override
    public float[] token(int t) {
        float[] column = new float[latents];
        for (int i = 0; i < active[t].length; i++) {
            column[active[t][i]] = strengths[t][i];
        }
        return column;
    }

    /**
     * Some of the latents, renumbered from 0 in the order given.
     *
     * @param kept ascending numbers of latents
     */
    public Latents only(int... kept) {
        int[] place = new int[latents];
        Arrays.fill(place, -1);
        for (int i = 0; i < kept.length; i++) {
            place[kept[i]] = i;
        }
        int[][] fewer = new int[active.length][];
        float[][] theirs = new float[active.length][];
        for (int t = 0; t < active.length; t++) {
            int[] at = active[t];
            int[] chosen =
                    IntStream.range(0, at.length).filter(i -> place[at[i]] >= 0).toArray();
            fewer[t] = IntStream.of(chosen).map(i -> place[at[i]]).toArray();
            theirs[t] = new float[chosen.length];
            for (int i = 0; i < chosen.length; i++) {
                theirs[t][i] = strengths[t][chosen[i]];
            }
        }
        return new Latents(kept.length, fewer, theirs);
    }

    /** The same with nothing active in more tokens, up to n. */
    public Latents withTokens(int n) {
        int[][] more = Arrays.copyOf(active, n);
        float[][] theirs = Arrays.copyOf(strengths, n);
        for (int t = active.length; t < n; t++) {
            more[t] = new int[0];
            theirs[t] = new float[0];
        }
        return new Latents(latents, more, theirs);
    }

    /** In how many tokens latent r is active. */
    public int count(int r) {
        index();
        return tokensOf[r].length;
    }

    /** Σ_t f_r², over all tokens. */
    public double squaredStrengths(int r) {
        index();
        double sum = 0;
        for (float strength : strengthsOf[r]) {
            sum += (double) strength * strength;
        }
        return sum;
    }

    /** The tokens in which latent r is active, ascending; a fresh array. */
    public int[] tokensOf(int r) {
        index();
        return tokensOf[r].clone();
    }

    /** Its strengths there, in the same order; a fresh array. */
    public float[] strengthsOf(int r) {
        index();
        return strengthsOf[r].clone();
    }

    private synchronized void index() {
        if (tokensOf.length == latents) {
            return;
        }
        int[] counts = new int[latents];
        for (int[] token : active) {
            for (int j : token) {
                counts[j]++;
            }
        }
        int[][] where = new int[latents][];
        float[][] how = new float[latents][];
        for (int j = 0; j < latents; j++) {
            where[j] = new int[counts[j]];
            how[j] = new float[counts[j]];
        }
        int[] next = new int[latents];
        for (int t = 0; t < active.length; t++) {
            for (int i = 0; i < active[t].length; i++) {
                int j = active[t][i];
                where[j][next[j]] = t;
                how[j][next[j]++] = strengths[t][i];
            }
        }
        strengthsOf = how;
        tokensOf = where;
    }
}
