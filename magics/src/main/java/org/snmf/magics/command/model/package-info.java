/**
 * <b>Which verbs run a model?</b> {@code model}, {@code data}, {@code capture}, {@code generate}, {@code trace},
 * {@code parity}.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.magics.command.model;
