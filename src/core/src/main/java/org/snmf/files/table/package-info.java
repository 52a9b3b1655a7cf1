/**
 * <b>How do rows stand in files that other programs read?</b> One table, written as CSV, TSV, JSON Lines or Parquet by the file's
 * ending, and Parquet read again.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.files.table;
