/**
 * <b>How does a thing look in a cell, in a terminal, on a page?</b> Two renderings of everything: rich and plain.
 * Knows nothing of what it shows.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.views.display;
