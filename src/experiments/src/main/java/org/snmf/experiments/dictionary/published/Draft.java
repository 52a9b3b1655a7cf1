package org.snmf.experiments.dictionary.published;

import java.util.Optional;
import org.snmf.experiments.dictionary.DictionarySite;
import org.snmf.experiments.dictionary.Gate;
import org.snmf.experiments.dictionary.Normalisation;
import org.snmf.experiments.dictionary.RowMatrix;
import org.snmf.experiments.dictionary.SelfCheck.ExpectedL0;
import org.snmf.experiments.dictionary.SparseDictionary;
import org.snmf.experiments.dictionary.published.Decision.Origin;
import org.snmf.experiments.dictionary.published.Tensors.Latents;
import org.snmf.experiments.dictionary.published.Tensors.Widths;

/** A dictionary while it is being read: what every format fills in, and what several fold into the weights. */
// Null until a format has filled it in; finish hands all to SparseDictionary, whose constructor takes no null.
@SuppressWarnings("NullAway.Init")
final class Draft {
    final Source source;
    final Tensors tensors;
    final Ledger ledger = new Ledger();
    Widths widths;
    RowMatrix encoder;
    float[] encoderBias;
    RowMatrix decoder;
    float[] decoderBias;
    private Gate gate;
    private boolean subtracts;
    private Normalisation normalisation = Normalisation.NONE;
    private Optional<RowMatrix> skip = Optional.empty();
    private DictionarySite input;
    private DictionarySite output;
    private boolean centres;
    private Optional<ExpectedL0> expectedL0 = Optional.empty();
    private Optional<Boolean> beginToken = Optional.empty();

    Draft(Source source, Tensors tensors) {
        this.source = source;
        this.tensors = tensors;
    }

    /** Reads both matrices. */
    Draft matrices(String encoderName, Latents encoderAxis, String decoderName, Latents decoderAxis) {
        widths = tensors.widths(encoderName, encoderAxis, decoderName, decoderAxis);
        encoder = tensors.matrix(encoderName, encoderAxis);
        decoder = tensors.matrix(decoderName, decoderAxis);
        ledger.registry(
                "orientation",
                encoderName
                        + (encoderAxis == Latents.FIRST ? " [m, d_in], " : " [d_in, m], ")
                        + decoderName
                        + (decoderAxis == Latents.FIRST ? " [m, d_out]" : " [d_out, m]"));
        return this;
    }

    Draft gate(Gate other, Origin from) {
        gate = other;
        ledger.note("gate", other.text(), from);
        return this;
    }

    Draft subtracts(boolean subtracted, Origin from) {
        subtracts = subtracted;
        ledger.note("subtract b_dec", subtracted, from);
        return this;
    }

    Draft normalisation(Normalisation other, Origin from) {
        normalisation = other;
        ledger.note("normalisation", other.text(), from);
        return this;
    }

    Draft skip(RowMatrix s, String how, Origin from) {
        skip = Optional.of(s);
        ledger.note("skip", how, from);
        return this;
    }

    Draft sites(DictionarySite in, DictionarySite out, Origin from) {
        input = in;
        output = out;
        ledger.note("input site", in.name(), from);
        ledger.note("output site", out.name(), from);
        return this;
    }

    Draft centres(boolean centred, Origin from) {
        centres = centred;
        ledger.note("centre input", centred, from);
        return this;
    }

    /** L0 as a bound or a target. */
    Draft expects(double l0, String where) {
        expectedL0 = Optional.of(new ExpectedL0(l0, where, false));
        return this;
    }

    /** L0 as its publisher measured it. */
    Draft measured(double l0, String where) {
        expectedL0 = Optional.of(new ExpectedL0(l0, where, true));
        return this;
    }

    Draft beginToken(boolean wanted, Origin from) {
        beginToken = Optional.of(wanted);
        ledger.note("begin token", wanted ? "in the text, left out of statistics" : "none", from);
        return this;
    }

    /** A fixed factor of the input goes into the weights: W_enc·s, W_dec/s, b_dec/s; b_enc stays. */
    Draft foldFactor(double s) {
        encoder = encoder.scaled(s);
        decoder = decoder.scaled(1 / s);
        decoderBias = scaled(decoderBias, 1 / s);
        return this;
    }

    /**
     * Lengths of decoder rows, c, go to the other side: W_dec_j/c_j, W_enc_j·c_j, b_enc_j·c_j, so that latents are as strong as
     * what they add. Rows of length 0 are never active afterwards.
     */
    Draft foldDecoderNorms() {
        float[] norms = new float[decoder.rows()];
        float[] inverse = new float[norms.length];
        for (int j = 0; j < norms.length; j++) {
            norms[j] = (float) decoder.norm(j);
            inverse[j] = norms[j] == 0 ? 0 : 1 / norms[j];
        }
        decoder = decoder.scaledRows(inverse);
        encoder = encoder.scaledRows(norms);
        encoderBias = encoderBias.clone();
        for (int j = 0; j < norms.length; j++) {
            encoderBias[j] *= norms[j];
        }
        return this;
    }

    static float[] scaled(float[] values, double factor) {
        float[] result = values.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) (result[i] * factor);
        }
        return result;
    }

    /** The dictionary, with a word on tensors that were not used. */
    PublishedDictionary finish(String name) {
        if (!tensors.unused().isEmpty()) {
            ledger.warn("tensors of the file that were not used: " + String.join(", ", tensors.unused()));
        }
        SparseDictionary dictionary = new SparseDictionary(
                name,
                encoder,
                encoderBias,
                decoder,
                decoderBias,
                gate,
                subtracts,
                normalisation,
                skip,
                input,
                output,
                centres);
        return new PublishedDictionary(
                dictionary, source.format().key(), ledger.decisions(), ledger.warnings(), expectedL0, beginToken);
    }
}
