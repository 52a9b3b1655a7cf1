package org.snmf.experiments.describe;

import java.util.ArrayList;
import java.util.List;
import org.snmf.features.Context;
import org.snmf.features.Feature;
import org.snmf.features.TokenCoefficient;
import org.snmf.store.Sentence;
import org.snmf.store.Token;

/** Subjects for the tests of describers: one strong word a text, between asterisks. */
final class Subjects {
    private Subjects() {}

    static Subject contexts(int feature, String... texts) {
        List<Context> contexts = new ArrayList<>();
        for (String marked : texts) {
            int start = marked.indexOf('*');
            int end = marked.indexOf('*', start + 1) - 1;
            Sentence sentence = new Sentence(marked.replace("*", ""), "");
            List<TokenCoefficient> strengths = new ArrayList<>();
            Token strong = null;
            int from = 0;
            for (int position = 0; from < sentence.text().length(); position++) {
                int space = sentence.text().indexOf(' ', from + 1);
                int to = space < 0 ? sentence.text().length() : space;
                Token token = new Token(0, sentence.text().substring(from, to), 0, position, from, to);
                strengths.add(new TokenCoefficient(token, 1));
                strong = start >= from && end <= to ? token : strong;
                from = to;
            }
            contexts.add(new Context(contexts.size(), strong, sentence, 10 - contexts.size(), strengths));
        }
        return Subject.ofContexts(new Feature(feature, 3, 0.1, 0.1, contexts));
    }

    static Subject days(int feature) {
        return contexts(
                feature,
                "We go home on *Monday* evening",
                "The shop is closed on *Tuesday* again",
                "See you next *Friday* then",
                "It rained all *Sunday* long");
    }

    static Subject food(int feature) {
        return contexts(
                feature,
                "She cut the *bread* and the cheese",
                "A bowl of *soup* for lunch",
                "We ate *cake* at noon",
                "He fried an *egg* in butter");
    }

    static Subject dead(int feature) {
        return Subject.ofContexts(new Feature(feature, 0, 0, 0, List.of()));
    }
}
