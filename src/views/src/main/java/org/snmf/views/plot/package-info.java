/**
 * <b>How do numbers look?</b> Figures with a static twin, interactive where that is possible.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.views.plot;
