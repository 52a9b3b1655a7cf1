/**
 * <b>How does concept detection look?</b> One table of methods, their differences, box plots by layer, a table of features.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.views.detect;
