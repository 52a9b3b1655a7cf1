/**
 * <b>Which verbs read dictionaries of others?</b> {@code sae}.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.magics.command.dictionary;
