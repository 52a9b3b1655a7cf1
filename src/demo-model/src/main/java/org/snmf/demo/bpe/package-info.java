/**
 * <b>How was its tokenizer made?</b> Byte-level byte-pair encoding, trained on running text.
 */
package org.snmf.demo.bpe;
