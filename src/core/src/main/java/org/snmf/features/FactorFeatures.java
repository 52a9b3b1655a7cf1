package org.snmf.features;

import org.snmf.factorize.FactorizationFile;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.SparseColumns;

/** The columns of Z and the rows of Y. */
record FactorFeatures(SparseColumns z, Coefficients coefficients) implements FeatureSet {
    FactorFeatures {
        ReconstructionShares.requireSameRank(z, coefficients);
    }

    @Override
    public int size() {
        return z.columns();
    }

    @Override
    public int width() {
        return z.rows();
    }

    @Override
    public float[] direction(int r) {
        return z.column(r);
    }

    @Override
    public int supportSize(int r) {
        return z.offset(r + 1) - z.offset(r);
    }

    @Override
    public String sha256() {
        return FactorizationFile.sha256(z);
    }
}
