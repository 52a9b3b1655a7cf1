/**
 * <b>How does a shell run a verb?</b> The command line.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.magics.cli;
