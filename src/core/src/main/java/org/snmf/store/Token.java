package org.snmf.store;

/**
 * One analysed token: one column of A.
 *
 * @param id the tokenizer's id
 * @param text the token as text, with its leading space if it has one
 * @param sentence index of its sentence in {@link TokenTable#sentence(int)}
 * @param position index of the token in its tokenized sentence, special tokens counted; from 0
 * @param start index of its first UTF-16 unit in the sentence's text
 * @param end index after its last UTF-16 unit; equal to {@code start} for a special token that is not in the text
 */
public record Token(int id, String text, int sentence, int position, int start, int end) {}
