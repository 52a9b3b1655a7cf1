/**
 * <b>What went wrong, and what can be done?</b> One exception that says where, what was expected, what was found, and
 * what to do next.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.errors;
