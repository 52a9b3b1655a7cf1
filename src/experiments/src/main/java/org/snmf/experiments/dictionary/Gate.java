package org.snmf.experiments.dictionary;

import java.util.Arrays;

/** Which latents of a token are active, and how strongly, given what the encoder says of each. */
public sealed interface Gate permits Gate.Relu, Gate.TopK, Gate.GroupMax, Gate.JumpRelu, Gate.Gated {
    /**
     * Chooses the active latents of one token.
     *
     * @param h the m preactivations; may be overwritten
     * @param active receives the numbers of the active latents, ascending; length m
     * @param strengths receives their values, none zero; length m
     * @return how many are active
     */
    int choose(float[] h, int[] active, float[] strengths);

    /** As in reports: {@code topk 32}. */
    String text();

    /** f = max(h, 0). */
    record Relu() implements Gate {
        @Override
        public int choose(float[] h, int[] active, float[] strengths) {
            int count = 0;
            for (int j = 0; j < h.length; j++) {
                if (h[j] > 0) {
                    active[count] = j;
                    strengths[count++] = h[j];
                }
            }
            return count;
        }

        @Override
        public String text() {
            return "relu";
        }
    }

    /**
     * The k largest of h, then max(·, 0): tokens with fewer than k positive values have fewer active latents. Of equal
     * values the first ones are taken.
     */
    record TopK(int k) implements Gate {
        public TopK {
            if (k < 1) {
                throw new IllegalArgumentException("expected k of at least 1, found " + k);
            }
        }

        @Override
        public int choose(float[] h, int[] active, float[] strengths) {
            int positive = new Relu().choose(h, active, strengths);
            if (positive <= k) {
                return positive;
            }
            float[] candidates = Arrays.copyOf(strengths, positive);
            float least = Selection.largest(candidates, k);
            int above = 0;
            for (int i = 0; i < positive; i++) {
                above += strengths[i] > least ? 1 : 0;
            }
            int equal = k - above;
            int count = 0;
            for (int i = 0; i < positive; i++) {
                if (strengths[i] > least || (strengths[i] == least && equal-- > 0)) {
                    active[count] = active[i];
                    strengths[count++] = strengths[i];
                }
            }
            return count;
        }

        @Override
        public String text() {
            return "topk " + k;
        }
    }

    /** The latents in k equal consecutive groups, of each the largest, then max(·, 0). */
    record GroupMax(int k) implements Gate {
        public GroupMax {
            if (k < 1) {
                throw new IllegalArgumentException("expected k of at least 1, found " + k);
            }
        }

        @Override
        public int choose(float[] h, int[] active, float[] strengths) {
            int size = h.length / k;
            int count = 0;
            for (int group = 0; group < k; group++) {
                int best = group * size;
                for (int j = best + 1; j < (group + 1) * size; j++) {
                    best = h[j] > h[best] ? j : best;
                }
                if (h[best] > 0) {
                    active[count] = best;
                    strengths[count++] = h[best];
                }
            }
            return count;
        }

        @Override
        public String text() {
            return "groupmax " + k;
        }
    }

    /**
     * f_j = h_j where h_j &gt; θ_j, else 0; with {@code rectified} also 0 where h_j is not positive.
     *
     * @param thresholds θ, one a latent
     * @param rectified whether max(·, 0) comes with it
     */
    record JumpRelu(float[] thresholds, boolean rectified) implements Gate {
        @Override
        public int choose(float[] h, int[] active, float[] strengths) {
            int count = 0;
            for (int j = 0; j < h.length; j++) {
                if (h[j] > thresholds[j] && (rectified ? h[j] > 0 : h[j] != 0)) {
                    active[count] = j;
                    strengths[count++] = h[j];
                }
            }
            return count;
        }

        @Override
        public String text() {
            return rectified ? "jumprelu" : "jumprelu without relu";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof JumpRelu that
                    && rectified == that.rectified
                    && Arrays.equals(thresholds, that.thresholds);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(thresholds);
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /**
     * f_j = max(h_j·e^{r_j} + c_j, 0) where h_j + b_j &gt; 0, else 0; h has no bias of its own.
     *
     * @param gateBias b
     * @param magnitudeBias c
     * @param logScale r
     */
    record Gated(float[] gateBias, float[] magnitudeBias, float[] logScale) implements Gate {
        @Override
        public int choose(float[] h, int[] active, float[] strengths) {
            int count = 0;
            for (int j = 0; j < h.length; j++) {
                if (h[j] + gateBias[j] > 0) {
                    float magnitude = (float) Math.exp(logScale[j]) * h[j] + magnitudeBias[j];
                    if (magnitude > 0) {
                        active[count] = j;
                        strengths[count++] = magnitude;
                    }
                }
            }
            return count;
        }

        @Override
        public String text() {
            return "gated";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Gated that
                    && Arrays.equals(gateBias, that.gateBias)
                    && Arrays.equals(magnitudeBias, that.magnitudeBias)
                    && Arrays.equals(logScale, that.logScale);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(gateBias);
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
