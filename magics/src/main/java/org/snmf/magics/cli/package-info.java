/**
 * <b>How does a shell run a verb?</b> The command line.
 */
package org.snmf.magics.cli;
