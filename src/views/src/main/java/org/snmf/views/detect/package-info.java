/**
 * <b>How does concept detection look?</b> One table of methods, their differences, box plots by layer, a table of features.
 */
package org.snmf.views.detect;
