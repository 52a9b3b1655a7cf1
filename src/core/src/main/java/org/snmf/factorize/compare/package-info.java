/**
 * <b>Which of many fits, and are they the same?</b> Restarts, stability over seeds, tables over ranks, and
 * reproduction from a record.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.factorize.compare;
