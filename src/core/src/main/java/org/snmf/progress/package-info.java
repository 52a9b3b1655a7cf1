/**
 * <b>How far are we, and may we go on?</b> Steps, stop requests, interrupts and peak memory of long work.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.progress;
