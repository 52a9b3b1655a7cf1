/**
 * <b>How does a tree of concepts look?</b> Layout, text, and folding pages.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.views.tree;
