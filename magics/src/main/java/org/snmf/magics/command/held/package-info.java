/**
 * <b>Which verbs look after the session?</b> {@code status}, {@code reset}.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.magics.command.held;
