/**
 * <b>Which parts and kinds does a noun have?</b> A client of the public ConceptNet interface (paper, Appendix F.3),
 * used only where a user asks for it.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.data.conceptnet;
