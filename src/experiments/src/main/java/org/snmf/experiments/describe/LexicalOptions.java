package org.snmf.experiments.describe;

import org.snmf.errors.InputException;

/**
 * When words make a name.
 *
 * @param contexts number of strongest contexts that are looked at, at least 1
 * @param coverage share of these contexts' strength that must have one of the words of the name, in (0, 1]
 * @param words most words in one name, at least 1
 * @param distinctiveness least G² of a word; 10.83 is the 0.1 % point of χ² with one degree of freedom
 */
public record LexicalOptions(int contexts, double coverage, int words, double distinctiveness) {
    /** @throws InputException if a value is out of its range */
    public LexicalOptions {
        if (contexts < 1) {
            throw new InputException("contexts of a description", "at least 1", "" + contexts, "");
        }
        if (!(coverage > 0 && coverage <= 1)) {
            throw new InputException("coverage of a description", "a share in (0, 1]", "" + coverage, "");
        }
        if (words < 1) {
            throw new InputException("words of a description", "at least 1", "" + words, "");
        }
        if (!(distinctiveness >= 0)) {
            throw new InputException("distinctiveness of a word", "a number of at least 0", "" + distinctiveness, "");
        }
    }

    /** Ten contexts, of which half must have one of at most three words, each with G² of at least 10.83. */
    public static LexicalOptions defaults() {
        return new LexicalOptions(10, 0.5, 3, 10.83);
    }
}
