/**
 * <b>Which trees do the levels make?</b> Nodes, edges above a threshold, and their formats for other programs (paper,
 * Appendix F.4).
 */
package org.snmf.hierarchy.forest;
