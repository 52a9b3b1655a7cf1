/**
 * <b>Which verbs run a model?</b> {@code model}, {@code data}, {@code capture}, {@code generate}, {@code trace},
 * {@code parity}.
 */
package org.snmf.magics.command.model;
