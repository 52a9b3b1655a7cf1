/**
 * <b>How does a verb tell its numbers?</b> Facts, tables, JSON, sizes, and the place of a result.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.magics.report;
