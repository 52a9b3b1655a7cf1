package org.snmf.experiments.dictionary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The equations of a dictionary in float64, one token and one latent at a time. */
public final class SlowDictionary {
    private SlowDictionary() {}

    /** f and y of one token. */
    public record Coded(double[] f, double[] y) {}

    public static Coded code(SparseDictionary d, float[] x) {
        double[] in = new double[x.length];
        double mean = Arrays.stream(toDouble(x)).average().orElse(0);
        double squares = Arrays.stream(toDouble(x)).map(v -> v * v).sum();
        double variance =
                Arrays.stream(toDouble(x)).map(v -> (v - mean) * (v - mean)).sum();
        double deviation = Math.sqrt(variance / (x.length - 1));
        double scale = 1;
        double shift = 0;
        for (int i = 0; i < x.length; i++) {
            in[i] = switch (d.normalisation()) {
                case NONE -> x[i];
                case TOKEN_NORM -> x[i] * Math.sqrt(x.length) / Math.sqrt(squares);
                case LAYER_NORM -> (x[i] - mean) / (deviation + 1e-5);
            };
            in[i] -= d.subtractsDecoderBias() ? d.decoderBias()[i] : 0;
        }
        switch (d.normalisation()) {
            case TOKEN_NORM -> scale = Math.sqrt(squares) / Math.sqrt(x.length);
            case LAYER_NORM -> {
                scale = deviation;
                shift = mean;
            }
            default -> {}
        }
        double[] h = new double[d.latents()];
        for (int j = 0; j < h.length; j++) {
            h[j] = d.encoderBias()[j];
            for (int i = 0; i < x.length; i++) {
                h[j] += in[i] * d.encoder().get(j, i);
            }
        }
        double[] f = gate(d.gate(), h);
        double[] y = new double[d.outputWidth()];
        for (int o = 0; o < y.length; o++) {
            y[o] = d.decoderBias()[o];
            for (int j = 0; j < f.length; j++) {
                y[o] += f[j] * d.decoder().get(j, o);
            }
            y[o] = y[o] * scale + shift;
            if (d.skip().isPresent()) {
                for (int i = 0; i < x.length; i++) {
                    y[o] += x[i] * d.skip().get().get(o, i);
                }
            }
        }
        return new Coded(f, y);
    }

    static double[] gate(Gate gate, double[] h) {
        double[] f = new double[h.length];
        if (gate instanceof Gate.TopK topK) {
            List<Integer> order = new ArrayList<>();
            for (int j = 0; j < h.length; j++) {
                order.add(j);
            }
            order.sort(Comparator.comparingDouble(j -> -h[j]));
            order.stream().limit(topK.k()).forEach(j -> f[j] = Math.max(0, h[j]));
            return f;
        }
        if (gate instanceof Gate.GroupMax groups) {
            int size = h.length / groups.k();
            for (int g = 0; g < groups.k(); g++) {
                int best = g * size;
                for (int j = g * size; j < (g + 1) * size; j++) {
                    best = h[j] > h[best] ? j : best;
                }
                f[best] = Math.max(0, h[best]);
            }
            return f;
        }
        for (int j = 0; j < h.length; j++) {
            if (gate instanceof Gate.JumpRelu jump) {
                boolean open = h[j] > jump.thresholds()[j] && (!jump.rectified() || h[j] > 0);
                f[j] = open ? h[j] : 0;
            } else if (gate instanceof Gate.Gated gated) {
                boolean open = h[j] + gated.gateBias()[j] > 0;
                double magnitude = h[j] * Math.exp(gated.logScale()[j]) + gated.magnitudeBias()[j];
                f[j] = open ? Math.max(0, magnitude) : 0;
            } else {
                f[j] = Math.max(0, h[j]);
            }
        }
        return f;
    }

    private static double[] toDouble(float[] x) {
        double[] values = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            values[i] = x[i];
        }
        return values;
    }
}
