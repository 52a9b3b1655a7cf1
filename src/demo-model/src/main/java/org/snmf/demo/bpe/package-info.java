/**
 * <b>How was its tokenizer made?</b> Byte-level byte-pair encoding, trained on running text.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.demo.bpe;
