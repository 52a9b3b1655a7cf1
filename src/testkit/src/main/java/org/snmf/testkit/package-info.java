/**
 * <b>How does one test a Java notebook?</b> Cells in the real kernel, verbs without one, and what they showed.
 */
package org.snmf.testkit;
