/**
 * <b>Which verbs look after the session?</b> {@code status}, {@code reset}.
 */
package org.snmf.magics.command.held;
