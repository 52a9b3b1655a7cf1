package org.snmf.demo.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snmf.errors.InputException;

/** Everything that the text is composed of, as {@link GrammarReader} found it in the resources. */
final class Grammar {
    private final Verbs verbs;
    private final Nouns nouns;
    final Map<String, Table> tables = new LinkedHashMap<>();
    final Map<String, List<String>> casts = new LinkedHashMap<>();
    final Map<String, List<Tensed>> times = new LinkedHashMap<>();
    final List<Tensed> frames = new ArrayList<>();
    final List<Tensed> joins = new ArrayList<>();
    final List<String> openings = new ArrayList<>();
    final List<WordFamily> families = new ArrayList<>();

    Grammar(Verbs verbs, Nouns nouns) {
        this.verbs = verbs;
        this.nouns = nouns;
    }

    /** The grammar of the resources beside this class. */
    static Grammar load() {
        return new GrammarReader().read();
    }

    Verbs verbs() {
        return verbs;
    }

    Nouns nouns() {
        return nouns;
    }

    Table table(String name) {
        return known(tables, name, "table");
    }

    List<String> cast(String name) {
        return known(casts, name, "cast");
    }

    List<Tensed> times(String name) {
        return known(times, name, "group of times");
    }

    private static <T> T known(Map<String, T> map, String name, String kind) {
        T found = map.get(name);
        if (found == null) {
            throw new InputException("the grammar", "a " + kind + " of " + map.keySet(), name, "Correct the slot.");
        }
        return found;
    }
}
