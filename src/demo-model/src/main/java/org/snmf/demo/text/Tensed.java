package org.snmf.demo.text;

/** A pattern that fits one tense only: a frame, an adverbial or a second clause. */
record Tensed(String tense, String pattern) {
    static Tensed parse(String line) {
        int colon = line.indexOf(" : ");
        return new Tensed(
                line.substring(0, colon).strip(), line.substring(colon + 3).strip());
    }
}
