package org.snmf.experiments.dictionary;

/** What is done to an activation before it is encoded, and undone on what is decoded. */
public enum Normalisation {
    /** Nothing. Fixed factors are part of the weights, see {@code published}. */
    NONE("none"),
    /** x·√d/‖x‖; what is decoded is divided by the same factor. */
    TOKEN_NORM("each token to length √d"),
    /** (x − mean)/(std + 1e-5) with the standard deviation over d − 1; what is decoded becomes ·std + mean. */
    LAYER_NORM("layer norm with std over d − 1");

    private static final float EPSILON = 1e-5f;

    private final String text;

    Normalisation(String text) {
        this.text = text;
    }

    /** As in reports. */
    public String text() {
        return text;
    }

    /** What undoes the normalisation of a token: y becomes {@code y·scale + shift}. */
    record Undo(float scale, float shift) {
        static final Undo NOTHING = new Undo(1, 0);
    }

    /** Normalises x in place. */
    Undo apply(float[] x) {
        return switch (this) {
            case NONE -> Undo.NOTHING;
            case TOKEN_NORM -> tokenNorm(x);
            case LAYER_NORM -> layerNorm(x);
        };
    }

    private static Undo tokenNorm(float[] x) {
        double sum = 0;
        for (float value : x) {
            sum += (double) value * value;
        }
        if (sum == 0) {
            return Undo.NOTHING;
        }
        float factor = (float) Math.sqrt(x.length / sum);
        for (int i = 0; i < x.length; i++) {
            x[i] *= factor;
        }
        return new Undo(1 / factor, 0);
    }

    private static Undo layerNorm(float[] x) {
        float mean = (float) Centring.mean(x);
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            x[i] -= mean;
            squares += (double) x[i] * x[i];
        }
        float deviation = (float) Math.sqrt(squares / Math.max(1, x.length - 1));
        for (int i = 0; i < x.length; i++) {
            x[i] /= deviation + EPSILON;
        }
        return new Undo(deviation, mean);
    }
}
