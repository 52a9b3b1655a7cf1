/**
 * <b>How was its text composed?</b> A grammar of frames, families and times.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.demo.text;
