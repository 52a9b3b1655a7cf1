/**
 * <b>Which verbs read features?</b> {@code features}, {@code page}, {@code label}, {@code encode}, {@code export}, {@code push}.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.magics.command.read;
