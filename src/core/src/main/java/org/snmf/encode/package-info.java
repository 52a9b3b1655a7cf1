/**
 * <b>Which features does new text use?</b> Coefficients of new activations for features that stay as they are.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.encode;
