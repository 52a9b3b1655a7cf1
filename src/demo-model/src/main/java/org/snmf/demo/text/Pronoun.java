package org.snmf.demo.text;

import java.util.Locale;

/** The pronoun that stands for a subject, and with it the subject's person and number. */
enum Pronoun {
    I("I", "me", "my", "am", "was"),
    WE("we", "us", "our", "are", "were"),
    HE("he", "him", "his", "is", "was"),
    SHE("she", "her", "her", "is", "was"),
    IT("it", "it", "its", "is", "was"),
    THEY("they", "them", "their", "are", "were");

    private final String they;
    private final String them;
    private final String their;
    private final String be;
    private final String was;

    Pronoun(String they, String them, String their, String be, String was) {
        this.they = they;
        this.them = them;
        this.their = their;
        this.be = be;
        this.was = was;
    }

    /** The pronoun spelled {@code word}, such as "she". */
    static Pronoun of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    String they() {
        return they;
    }

    String them() {
        return them;
    }

    String their() {
        return their;
    }

    String be() {
        return be;
    }

    String was() {
        return was;
    }

    /** Whether the present tense takes an s. */
    boolean singular() {
        return this == HE || this == SHE || this == IT;
    }
}
