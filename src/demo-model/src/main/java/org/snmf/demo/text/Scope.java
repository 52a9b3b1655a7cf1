package org.snmf.demo.text;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** What a paragraph has settled so far: the words bound to numbered slots, and the words of the current sentence. */
final class Scope {
    private static final int TRIES = 8;

    private final Random random;
    private final Map<String, Table.Row> bound = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private Pronoun agent = Pronoun.THEY;

    Scope(Random random) {
        this.random = random;
    }

    Random random() {
        return random;
    }

    /** Who the sentence is about: decides "their" and the verb forms. */
    Pronoun agent() {
        return agent;
    }

    void agent(Pronoun subject) {
        agent = subject;
    }

    void beginSentence() {
        used.clear();
        agent = Pronoun.THEY;
    }

    /** The row of a slot: the bound one if the slot has a number, otherwise a new one unlike the sentence's others. */
    Table.Row row(Table table, String number) {
        if (number.isEmpty()) {
            return fresh(table);
        }
        String key = table.name() + number;
        Table.Row row = bound.get(key);
        if (row == null) {
            row = fresh(table);
            for (int i = 0; i < TRIES && bound.containsValue(row); i++) {
                row = fresh(table);
            }
            bound.put(key, row);
        }
        used.add(row.head());
        return row;
    }

    private Table.Row fresh(Table table) {
        Table.Row row = table.draw(random);
        for (int i = 0; i < TRIES && used.contains(row.head()); i++) {
            row = table.draw(random);
        }
        used.add(row.head());
        return row;
    }

    /** One of {@code alternatives}, unlike the words already in the sentence where that is possible. */
    String pick(List<String> alternatives) {
        String word = any(alternatives);
        for (int i = 0; i < TRIES && used.contains(word); i++) {
            word = any(alternatives);
        }
        used.add(word);
        return word;
    }

    <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
