/**
 * <b>Which verbs read features?</b> {@code features}, {@code label}, {@code encode}, {@code export}.
 */
package org.snmf.magics.command.read;
