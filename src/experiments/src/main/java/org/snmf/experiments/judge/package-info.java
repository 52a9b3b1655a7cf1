/**
 * How well does a text show a concept, and how fluent is it?
 *
 * <p>A {@link org.snmf.experiments.judge.Judge} scores continuations on two axes from 0 to 2, as the paper's section 5
 * does after AxBench. Whoever judges, a {@link org.snmf.experiments.judge.Score} is a number only where there is one; an
 * answer that could not be had or read is a state with its reason.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.experiments.judge;
