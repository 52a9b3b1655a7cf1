/**
 * <b>How do features look as a table?</b> Tables, cards and highlighted text.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.views.table;
