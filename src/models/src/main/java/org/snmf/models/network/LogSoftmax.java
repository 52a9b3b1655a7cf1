package org.snmf.models.network;

/** Log probabilities of the next token from its logits: log p_v = x_v − log Σ eˣ, in float64. */
public final class LogSoftmax {
    private LogSoftmax() {}

    /** Of all V tokens. A fresh array. */
    public static double[] of(float[] logits) {
        double norm = norm(logits);
        double[] log = new double[logits.length];
        for (int v = 0; v < log.length; v++) {
            log[v] = logits[v] - norm;
        }
        return log;
    }

    /** Of one token. */
    public static double of(float[] logits, int token) {
        return logits[token] - norm(logits);
    }

    /** log Σ eˣ. */
    private static double norm(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float x : logits) {
            max = Math.max(max, x);
        }
        double sum = 0;
        for (float x : logits) {
            sum += Math.exp(x - max);
        }
        return max + Math.log(sum);
    }
}
