/**
 * <b>Which verbs test features?</b> {@code overlap}, {@code neurons}, {@code coverage}.
 */
package org.snmf.magics.command.examine;
