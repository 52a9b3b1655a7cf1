package org.snmf.demo.text;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Free composition: a frame (tense, modal, negation) takes a subject, a verb phrase of the family and a time; now and
 * then an opening stands before it and a second clause after it. Where the time is a day, a month or a season, the verb
 * phrase is often what people do then, so that the next words depend on which day it is.
 */
final class Clauses {
    private static final double OWN_TIMES = 0.75;
    private static final double TIMELY_ACTIVITY = 0.5;
    private static final double SAME_SUBJECT = 0.35;
    private static final double OPENING = 0.12;
    private static final double SECOND_CLAUSE = 0.22;
    private static final List<String> OTHER_TIMES = List.of("general", "general", "day", "month", "general", "season");
    private static final Set<String> HUMAN = Set.of("people", "learners");
    /** Frames with a word of intention or memory, which fit people only. */
    private static final Pattern INTENTION = Pattern.compile("want|like|hope|plan|tried|forgot|decided|allowed");

    private final Grammar grammar;
    private final Realizer realizer;
    private final List<Tensed> frames;
    private String lastCast = "";
    private @Nullable Pronoun lastSubject;

    /** @param allowed which frames may be used */
    Clauses(Grammar grammar, Realizer realizer, Predicate<String> allowed) {
        this.grammar = grammar;
        this.realizer = realizer;
        this.frames = grammar.frames.stream()
                .filter(frame -> allowed.test(frame.pattern()))
                .toList();
    }

    void beginParagraph() {
        lastSubject = null;
    }

    /** A sentence of {@code family} in {@code scope}. */
    String compose(WordFamily family, Scope scope) {
        WordFamily.Phrases phrases = scope.any(family.phrases());
        String subject = subject(phrases.cast(), scope);
        Tensed frame = scope.any(fitting(frames, phrases.cast()));
        String time = time(family, frame.tense(), scope);
        boolean timed = frame.pattern().contains("{T}");
        String verbPhrase = realizer.fill(verbPhrase(phrases, timed ? time : "", scope), scope);
        String clause = conjugated(frame.pattern(), verbPhrase, scope)
                .replace("{S}", subject)
                .replace("{T}", realizer.fill(time, scope));
        if (scope.chance(OPENING)) {
            clause = scope.any(grammar.openings) + " " + clause;
        }
        if (scope.chance(SECOND_CLAUSE)) {
            clause += second(frame.tense(), phrases, scope);
        }
        return clause + ".";
    }

    private static List<Tensed> fitting(List<Tensed> patterns, String cast) {
        return patterns.stream()
                .filter(pattern -> HUMAN.contains(cast)
                        || !INTENTION.matcher(pattern.pattern()).find())
                .toList();
    }

    private String subject(String cast, Scope scope) {
        if (lastSubject != null && cast.equals(lastCast) && scope.chance(SAME_SUBJECT)) {
            scope.agent(lastSubject);
            return lastSubject.they();
        }
        String[] subject = scope.any(grammar.cast(cast)).split(" / ", -1);
        String text = realizer.fill(subject[0], scope);
        lastCast = cast;
        Pronoun pronoun = Pronoun.of(realizer.fill(subject[1], scope));
        lastSubject = pronoun;
        scope.agent(pronoun);
        return text;
    }

    private String time(WordFamily family, String tense, Scope scope) {
        if (tense.equals("bare")) {
            return "";
        }
        String group = scope.chance(OWN_TIMES) ? family.times() : scope.any(OTHER_TIMES);
        List<Tensed> fitting = grammar.times(group).stream()
                .filter(time -> time.tense().equals(tense))
                .toList();
        return scope.any(fitting).pattern();
    }

    private String verbPhrase(WordFamily.Phrases phrases, String time, Scope scope) {
        if (HUMAN.contains(phrases.cast()) && scope.chance(TIMELY_ACTIVITY)) {
            for (String unit : List.of("day1", "month1", "season1")) {
                if (time.contains("{" + unit + "}")) {
                    return "{" + unit + ".activity}";
                }
            }
        }
        return scope.any(phrases.lines());
    }

    private String second(String tense, WordFamily.Phrases phrases, Scope scope) {
        List<Tensed> fitting = fitting(grammar.joins, phrases.cast()).stream()
                .filter(join -> join.tense().equals(tense))
                .toList();
        if (fitting.isEmpty()) {
            return "";
        }
        String verbPhrase = realizer.fill(scope.any(phrases.lines()), scope);
        String join = scope.any(fitting).pattern();
        return (join.startsWith(",") ? "" : " ") + conjugated(join, verbPhrase, scope);
    }

    /** Puts the verb phrase and the words that agree with the subject into a frame. */
    private String conjugated(String pattern, String verbPhrase, Scope scope) {
        Pronoun agent = scope.agent();
        String text = pattern.replace("{they}", agent.they()).replace("{V}", verb(verbPhrase, Verbs.Form.BASE, agent));
        for (Verbs.Form form : Verbs.Form.values()) {
            text = text.replace("{V:" + form.name().toLowerCase(Locale.ROOT) + "}", verb(verbPhrase, form, agent));
        }
        text = text.replace("{was}", agent.was());
        for (String auxiliary : List.of("be", "have", "do", "like", "want", "hope", "plan")) {
            text = text.replace("{" + auxiliary + "}", grammar.verbs().inflect(auxiliary, Verbs.Form.S, agent));
        }
        return text;
    }

    private String verb(String verbPhrase, Verbs.Form form, Pronoun agent) {
        return realizer.conjugate(verbPhrase, form, agent);
    }
}
