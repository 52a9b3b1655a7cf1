package org.snmf.models.network;

/**
 * A token of the vocabulary and how strongly a direction speaks for it.
 *
 * @param id token id
 * @param text the token as text, with its leading space
 * @param score see {@link VocabularyProjection}
 */
public record ScoredToken(int id, String text, float score) {}
