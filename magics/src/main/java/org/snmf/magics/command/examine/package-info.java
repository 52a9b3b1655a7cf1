/**
 * <b>Which verbs test features?</b> {@code overlap}, {@code neurons}, {@code coverage}, {@code detect}, {@code baseline}, {@code steer}, {@code agreement}.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.magics.command.examine;
