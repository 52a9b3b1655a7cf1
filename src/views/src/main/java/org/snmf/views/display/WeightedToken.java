package org.snmf.views.display;

/**
 * A token with a weight, as views show it: a logit that a feature promotes, a coefficient, a share.
 *
 * @param text the token as text, with its leading space if it has one
 * @param weight larger is stronger; the meaning is the view's
 */
public record WeightedToken(String text, double weight) {}
