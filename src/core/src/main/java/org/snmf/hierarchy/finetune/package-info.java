/**
 * <b>How do the levels improve together?</b> Joint fine-tuning that keeps Y ≥ 0 and the supports of Z (paper, Appendix
 * F.1).
 */
@org.jspecify.annotations.NullMarked
package org.snmf.hierarchy.finetune;
