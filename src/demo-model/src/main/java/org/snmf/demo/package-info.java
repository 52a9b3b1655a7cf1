/**
 * <b>How was the embedded model made?</b> Training on composed text, and its evaluation.
 */
package org.snmf.demo;
