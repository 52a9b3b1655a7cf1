/**
 * <b>How do features look as a table?</b> Tables, cards and highlighted text.
 */
package org.snmf.views.table;
