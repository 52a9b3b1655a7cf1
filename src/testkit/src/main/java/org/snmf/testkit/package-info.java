/**
 * <b>How does one test a Java notebook?</b> Cells in the real kernel, verbs without one, and what they showed.
 */
@NullMarked
package org.snmf.testkit;

import org.jspecify.annotations.NullMarked;
