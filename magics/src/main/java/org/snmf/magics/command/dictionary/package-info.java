/**
 * <b>Which verbs read dictionaries of others?</b> {@code sae}.
 */
package org.snmf.magics.command.dictionary;
