/**
 * <b>How does a tree of concepts look?</b> Layout, text, and folding pages.
 */
package org.snmf.views.tree;
