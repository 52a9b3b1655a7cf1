/**
 * <b>How do numbers look?</b> Figures with a static twin, interactive where that is possible.
 */
package org.snmf.views.plot;
