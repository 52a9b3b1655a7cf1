/**
 * <b>What happens when neurons are amplified?</b> Strengths in typical lengths, and their effect on logits (paper,
 * Table 2).
 */
@org.jspecify.annotations.NullMarked
package org.snmf.experiments.intervene;
