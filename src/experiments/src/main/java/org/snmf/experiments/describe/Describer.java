package org.snmf.experiments.describe;

import org.snmf.features.Feature;

/**
 * Gives a feature a short name for people. A describer is made for one data set or one model, so that what it needs
 * beyond the feature's contexts is its own.
 */
public interface Describer {
    /** Describes a feature from the contexts that it carries; a feature without contexts is described as dead. */
    Description describe(Feature feature);
}
