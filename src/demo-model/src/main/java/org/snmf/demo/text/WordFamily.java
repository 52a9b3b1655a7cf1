package org.snmf.demo.text;

import java.util.List;

/**
 * What can be said about one kind of thing.
 *
 * @param weight how often a paragraph is about it, relative to the other families
 * @param times the group of time adverbials that it prefers
 * @param phrases verb phrases, with the cast of subjects that can do them
 * @param templates whole sentences with slots
 */
record WordFamily(String name, double weight, String times, List<Phrases> phrases, List<String> templates) {
    /** Verb phrases that share a cast. */
    record Phrases(String cast, List<String> lines) {}
}
