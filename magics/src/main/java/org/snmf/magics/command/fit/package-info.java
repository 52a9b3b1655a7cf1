/**
 * <b>Which verbs factorize?</b> {@code factorize}, {@code stability}, {@code reproduce}, {@code tree}.
 */
package org.snmf.magics.command.fit;
