/**
 * <b>How does the extension live in other kernels?</b> JJava and IJava, reached without naming their classes in the
 * core.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.magics.adapter;
