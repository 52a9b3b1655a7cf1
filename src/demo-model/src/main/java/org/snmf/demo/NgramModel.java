package org.snmf.demo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Unigram and bigram models of a text, as the measure of what counting alone can do. The unigram is smoothed by adding
 * one to every count; the bigram is interpolated with it by Witten and Bell's rule: with c(a) tokens and t(a) different
 * tokens seen after a, p(b | a) = (c(a, b) + t(a) · p(b)) / (c(a) + t(a)).
 */
final class NgramModel {
    private final double[] unigram;
    private final Map<Long, Integer> pairs = new HashMap<>();
    private final int[] followed;
    private final int[] followers;

    /** Counts {@code documents} over ids from 0 to {@code vocabulary} - 1. */
    NgramModel(List<int[]> documents, int vocabulary) {
        int[] counts = new int[vocabulary];
        followed = new int[vocabulary];
        followers = new int[vocabulary];
        long total = 0;
        for (int[] document : documents) {
            for (int t = 1; t < document.length; t++) {
                counts[document[t]]++;
                followed[document[t - 1]]++;
                total++;
                if (pairs.merge(key(document[t - 1], document[t]), 1, Integer::sum) == 1) {
                    followers[document[t - 1]]++;
                }
            }
        }
        unigram = new double[vocabulary];
        for (int id = 0; id < vocabulary; id++) {
            unigram[id] = (counts[id] + 1.0) / (total + vocabulary);
        }
    }

    private static long key(int first, int second) {
        return ((long) first << 32) | second;
    }

    double unigram(int id) {
        return unigram[id];
    }

    double bigram(int previous, int id) {
        double count = pairs.getOrDefault(key(previous, id), 0);
        int different = followers[previous];
        return different == 0 ? unigram[id] : (count + different * unigram[id]) / (followed[previous] + different);
    }
}
