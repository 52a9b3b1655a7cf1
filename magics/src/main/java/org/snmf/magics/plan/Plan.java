package org.snmf.magics.plan;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snmf.magics.report.Facts;
import org.snmf.magics.report.Memory;
import org.snmf.magics.run.Outcome;

/** What {@code --dry-run} shows: the shapes of what would be made, the memory and the time. */
public final class Plan {
    private final Facts facts;
    private final Map<String, Object> json = new LinkedHashMap<>();

    /** @param what would be done, with its article */
    public Plan(String what) {
        facts = new Facts("Plan of " + what + "; nothing was done");
        json.put("dry_run", true);
    }

    /** Adds a line for people. */
    public Plan with(String name, Object shown) {
        facts.with(name, shown);
        return this;
    }

    /** Adds a line for people, with a value that this machine gave this once. */
    public Plan measured(String name, Object shown) {
        facts.measured(name, shown);
        return this;
    }

    /** Adds a line, and its value for programs under a key. */
    public Plan with(String name, String key, Object value) {
        return with(name, value).value(key, value);
    }

    /** Adds a value for programs alone. */
    public Plan value(String key, @Nullable Object value) {
        json.put(key, value);
        return this;
    }

    /** The plan, where neither memory nor time is worth a word. */
    public Outcome shown() {
        return Outcome.shown(facts.display(), json);
    }

    /**
     * The plan, ended by memory and time.
     *
     * @param bytes that are held at once, beside what is held already
     * @param seconds roughly
     */
    public Outcome outcome(long bytes, double seconds) {
        facts.with("memory", Memory.text(bytes));
        facts.measured("time, roughly", seconds < 0.1 ? "below 0.1 s" : String.format(Locale.ROOT, "%.1f s", seconds));
        json.put("bytes", bytes);
        json.put("seconds_estimate", seconds);
        return shown();
    }
}
