package org.snmf.experiments.dictionary;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.snmf.features.FeatureSet;
import org.snmf.files.Sha256;
import org.snmf.matrix.Coefficients;

/**
 * The latents of a dictionary as features to be read: the direction of latent j is row j of the decoder, at the output site;
 * its coefficients are what the dictionary found in some tokens. They keep the dictionary's numbers. Beside the dictionary
 * only the active latents of each token are held, so that memory grows with L0 and not with the number of latents.
 */
public final class DictionaryFeatures implements FeatureSet {
    private final SparseDictionary dictionary;
    private final Latents latents;
    private final int[] chosen;
    private @Nullable String sha256;

    /**
     * @param latents what the dictionary found in the tokens
     * @param chosen numbers of the latents to read, ascending; not copied
     * @throws IllegalArgumentException if the two are not of the same number of latents
     */
    private DictionaryFeatures(SparseDictionary dictionary, Latents latents, int... chosen) {
        if (latents.features() != dictionary.latents()) {
            throw new IllegalArgumentException(
                    "expected " + dictionary.latents() + " latents, found " + latents.features());
        }
        this.dictionary = dictionary;
        this.latents = latents;
        this.chosen = chosen;
    }

    /** Every latent that is active in any token. */
    public static DictionaryFeatures allActive(SparseDictionary dictionary, Latents latents) {
        return mostUsed(dictionary, latents, dictionary.latents());
    }

    /**
     * The latents that are active in the most tokens; of equally frequent ones those of lower number.
     *
     * @param count how many; fewer where not as many are active at all
     */
    public static DictionaryFeatures mostUsed(SparseDictionary dictionary, Latents latents, int count) {
        int[] chosen = IntStream.range(0, latents.features())
                .filter(j -> latents.count(j) > 0)
                .boxed()
                .sorted(Comparator.comparingInt((Integer j) -> -latents.count(j)))
                .limit(count)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        return new DictionaryFeatures(dictionary, latents, chosen);
    }

    /** Whose latents these are. */
    public SparseDictionary dictionary() {
        return dictionary;
    }

    /** All latents of the dictionary, m. */
    @Override
    public int size() {
        return dictionary.latents();
    }

    @Override
    public int[] chosen() {
        return chosen.clone();
    }

    @Override
    public int width() {
        return dictionary.outputWidth();
    }

    @Override
    public float[] direction(int r) {
        return dictionary.direction(r);
    }

    @Override
    public double squaredLength(int r) {
        double norm = dictionary.decoder().norm(Objects.checkIndex(r, size()));
        return norm * norm;
    }

    /** Decoder rows are dense: all of them have the width of the output. */
    @Override
    public int supportSize(int r) {
        return width();
    }

    @Override
    public Coefficients coefficients() {
        return latents;
    }

    /** What the dictionary found in the tokens. */
    public Latents latents() {
        return latents;
    }

    @Override
    public double squaredCoefficients(int r) {
        return latents.squaredStrengths(r);
    }

    /** Of the decoder, row by row. */
    @Override
    public synchronized String sha256() {
        if (sha256 == null) {
            MessageDigest digest = Sha256.fresh();
            ByteBuffer row = ByteBuffer.allocate(Float.BYTES * width());
            for (int j = 0; j < size(); j++) {
                row.clear().asFloatBuffer().put(dictionary.direction(j));
                digest.update(row);
            }
            sha256 = HexFormat.of().formatHex(digest.digest());
        }
        return sha256;
    }
}
