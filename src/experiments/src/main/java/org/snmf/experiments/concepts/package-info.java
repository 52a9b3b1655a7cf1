/**
 * <b>Which features stand for a concept?</b> Concepts named by words, and the feature of each.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.experiments.concepts;
