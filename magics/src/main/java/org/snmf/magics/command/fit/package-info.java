/**
 * <b>Which verbs factorize?</b> {@code factorize}, {@code stability}, {@code reproduce}, {@code tree}.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.magics.command.fit;
