/**
 * <b>How was the embedded model made?</b> Training on composed text, and its evaluation.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.demo;
