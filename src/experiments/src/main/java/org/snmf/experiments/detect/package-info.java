/**
 * Does a direction tell sentences with its concept from sentences without?
 *
 * <p>{@link org.snmf.experiments.detect.HoldOut} keeps sentences out of a fit;
 * {@link org.snmf.experiments.detect.DetectionSet} says which of them express a label and which do not;
 * {@link org.snmf.experiments.detect.ChatSentences} has such sentences written for descriptions;
 * {@link org.snmf.experiments.detect.ContextLabels} gives a direction the label of its strongest contexts;
 * {@link org.snmf.experiments.detect.Detection} scores every direction of a method, and every one that could not be scored
 * has a state that says why.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.experiments.detect;
