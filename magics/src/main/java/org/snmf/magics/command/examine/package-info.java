/**
 * <b>Which verbs test features?</b> {@code overlap}, {@code neurons}, {@code coverage}.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.magics.command.examine;
