/**
 * <b>What did steering do?</b> Scores of methods and features, and steered texts beside unsteered ones.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.views.steer;
