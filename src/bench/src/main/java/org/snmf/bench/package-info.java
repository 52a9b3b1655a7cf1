/**
 * <b>How fast is it, and do the paper's findings hold on real models?</b> Benchmarks, comparisons with other implementations,
 * and reports of figures that take longer than a test may.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.bench;
