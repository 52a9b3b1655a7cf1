package org.snmf.experiments.dynamics;

import java.util.List;
import java.util.stream.IntStream;
import org.snmf.experiments.stats.Permutation;
import org.snmf.factorize.Factorization;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.progress.Progress;

/**
 * Which groups of neurons act together, and when, beside the groups that SNMF found.
 *
 * @param affinities what was factorized
 * @param factors X ≈ Σ u u v
 * @param groups of each factor
 * @param overlap the mean overlap of the groups with the features that match them best, against chance
 */
public record Dynamics(Affinities affinities, AffinityFactors factors, List<Group> groups, Permutation.Result overlap) {
    /**
     * The group of a factor.
     *
     * @param members rows of the affinities with at least {@link #SHARE} of the largest entry of u_r, the largest first, at
     *     most 40
     * @param communities the same members, by community
     * @param match the feature that it overlaps with most
     */
    public record Group(int[] members, List<int[]> communities, FeatureMatch.Match match) {}

    /** The share of a factor's largest entry that makes a neuron its member. */
    public static final double SHARE = 0.5;

    public Dynamics {
        groups = List.copyOf(groups);
    }

    /**
     * Factorizes the affinities of neurons over times, and compares the groups with features of the same activations.
     *
     * @param a A (d_a × n)
     * @param f A ≈ ZY
     * @param stretches the times, tokens of A
     * @param neurons d, those whose activations vary most
     * @param factors R
     * @param iterations of the fit, at most
     * @param permutation the test; its seed is the fit's too
     * @throws org.snmf.errors.InputException as {@link Affinities#of} and {@link AffinityFactorization#fit}
     */
    public static Dynamics of(
            ActivationMatrix a,
            Factorization f,
            Stretches stretches,
            int neurons,
            int factors,
            int iterations,
            Permutation permutation,
            Progress progress) {
        Affinities x = Affinities.of(a, stretches, neurons);
        AffinityFactors found = AffinityFactorization.fit(x, factors, iterations, permutation.seed(), progress);
        FeatureMatch match = new FeatureMatch(f.features(), x.neurons());
        List<Group> groups = IntStream.range(0, factors)
                .mapToObj(r -> {
                    int[] members = found.members(r, SHARE, Communities.MOST_MEMBERS);
                    return new Group(members, Communities.of(x, found, r, members), match.best(members));
                })
                .toList();
        List<int[]> members = groups.stream().map(Group::members).toList();
        return new Dynamics(x, found, groups, match.test(members, permutation));
    }
}
