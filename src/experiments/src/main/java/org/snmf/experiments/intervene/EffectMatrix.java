package org.snmf.experiments.intervene;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What amplifying groups of neurons does to the logits of concepts (paper, Table 2): one row for each feature's exclusive
 * neurons, in the order of the concepts, and a last row for the core.
 *
 * @param concepts names of the concepts, the columns
 * @param changes [row][concept][prompt]: logit with the intervention less logit without
 * @param vocabularyMean [row]: mean change over the whole vocabulary and all prompts; what is above it is promoted
 *     relative to other words
 * @param groups the groups as a sentence
 * @param amplification what was added
 */
public record EffectMatrix(
        List<String> concepts,
        double[][][] changes,
        double[] vocabularyMean,
        String groups,
        Amplification amplification) {
    /** The row of the core neurons. */
    public int coreRow() {
        return concepts.size();
    }

    /** Name of a row. */
    public String row(int row) {
        return row == coreRow() ? "Core" : concepts.get(row);
    }

    /** Number of prompts. */
    public int prompts() {
        return changes[0][0].length;
    }

    /** Mean change of a concept's logit over the prompts. */
    public double mean(int row, int concept) {
        double sum = 0;
        for (double change : changes[row][concept]) {
            sum += change;
        }
        return sum / prompts();
    }

    /** Standard deviation of the change over the prompts (with n − 1); NaN for one prompt. */
    public double spread(int row, int concept) {
        double mean = mean(row, concept);
        double squares = 0;
        for (double change : changes[row][concept]) {
            squares += (change - mean) * (change - mean);
        }
        return Math.sqrt(squares / (prompts() - 1));
    }

    /** Mean change less that of the vocabulary: what changes the probability relative to an average word. */
    public double centred(int row, int concept) {
        return mean(row, concept) - vocabularyMean[row];
    }

    /** Whether a concept's own neurons raise its own logit more than those of all other concepts. */
    public boolean ownLargest(int row) {
        for (int c = 0; c < concepts.size(); c++) {
            if (c != row && mean(row, c) >= mean(row, row)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a row has the pattern of the paper's table: own logit up, all others down. */
    public boolean paperPattern(int row) {
        for (int c = 0; c < concepts.size(); c++) {
            if (c != row && mean(row, c) >= 0) {
                return false;
            }
        }
        return mean(row, row) > 0;
    }

    /** Number of rows whose own concept is raised most. */
    public int rowsOwnLargest() {
        return (int) IntStream.range(0, coreRow()).filter(this::ownLargest).count();
    }

    /** Number of rows with the pattern of the paper's table. */
    public int rowsOfPaperPattern() {
        return (int) IntStream.range(0, coreRow()).filter(this::paperPattern).count();
    }

    /** Number of concepts whose logit the core raises. */
    public int raisedByCore() {
        return (int) IntStream.range(0, coreRow())
                .filter(c -> mean(coreRow(), c) > 0)
                .count();
    }

    /** Mean of the diagonal: the own logit under the exclusive neurons. */
    public double meanDiagonal() {
        double sum = 0;
        for (int r = 0; r < coreRow(); r++) {
            sum += mean(r, r) / coreRow();
        }
        return sum;
    }

    /** Mean of the other entries of the concepts' rows. */
    public double meanOffDiagonal() {
        double sum = 0;
        for (int r = 0; r < coreRow(); r++) {
            for (int c = 0; c < coreRow(); c++) {
                sum += r == c ? 0 : mean(r, c) / (coreRow() * (coreRow() - 1));
            }
        }
        return sum;
    }
}
