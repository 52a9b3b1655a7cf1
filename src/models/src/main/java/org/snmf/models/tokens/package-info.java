/**
 * <b>Which ids is a text, and which text are ids?</b> Tokenizers of checkpoints, read offline.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.models.tokens;
