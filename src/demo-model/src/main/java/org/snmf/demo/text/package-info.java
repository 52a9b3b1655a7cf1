/**
 * <b>How was its text composed?</b> A grammar of frames, families and times.
 */
package org.snmf.demo.text;
