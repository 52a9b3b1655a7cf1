package org.snmf.demo.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordFormsTest {
    private final Grammar grammar = Grammar.load();

    @ParameterizedTest
    @CsvSource({
        "go, goes, went, gone, going",
        "stop, stops, stopped, stopped, stopping",
        "visit, visits, visited, visited, visiting",
        "clean, cleans, cleaned, cleaned, cleaning",
        "carry, carries, carried, carried, carrying",
        "play, plays, played, played, playing",
        "lie, lies, lay, lain, lying",
        "dye, dyes, dyed, dyed, dyeing",
        "wash, washes, washed, washed, washing",
        "have, has, had, had, having",
        "be, is, was, been, being",
        "forget, forgets, forgot, forgotten, forgetting",
        "mix, mixes, mixed, mixed, mixing",
        "fix, fixes, fixed, fixed, fixing",
        "ski, skis, skied, skied, skiing",
        "travel, travels, travelled, travelled, travelling",
        "listen, listens, listened, listened, listening"
    })
    void verbs(String base, String third, String past, String participle, String ing) {
        Verbs verbs = grammar.verbs();
        assertThat(verbs.inflect(base, Verbs.Form.S, Pronoun.SHE)).isEqualTo(third);
        assertThat(verbs.inflect(base, Verbs.Form.PAST, Pronoun.SHE)).isEqualTo(past);
        assertThat(verbs.inflect(base, Verbs.Form.PART, Pronoun.SHE)).isEqualTo(participle);
        assertThat(verbs.inflect(base, Verbs.Form.ING, Pronoun.SHE)).isEqualTo(ing);
        if (!base.equals("be")) {
            assertThat(verbs.inflect(base, Verbs.Form.S, Pronoun.THEY)).isEqualTo(base);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "baby mouse, baby mice",
        "cherry, cherries",
        "monkey, monkeys",
        "fox, foxes",
        "knife, knives",
        "potato, potatoes",
        "piano, pianos",
        "glass, glasses",
        "bus, buses"
    })
    void plurals(String singular, String plural) {
        assertThat(grammar.nouns().plural(singular)).isEqualTo(plural);
    }

    @ParameterizedTest
    @CsvSource({"hour, an", "uniform, a", "apple, an", "car, a", "eighth, an", "house, a"})
    void articles(String word, String article) {
        assertThat(Nouns.article(word)).isEqualTo(article);
    }
}
