/**
 * <b>What did steering do?</b> Scores of methods and features, and steered texts beside unsteered ones.
 */
package org.snmf.views.steer;
