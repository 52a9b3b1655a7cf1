package org.snmf.magics.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.dflib.jjava.jupyter.messages.request.HistoryRequest;

/** The cells of this session, for front ends that offer them again. Earlier sessions are not kept. */
final class CellHistory {
    private static final int SESSION = 1;

    private record Entry(int count, String input, String output) {}

    private final List<Entry> entries = new ArrayList<>();

    /** Keeps a cell with the plain text of its value; empty if it has none. */
    synchronized void add(int count, String input, String output) {
        entries.add(new Entry(count, input, output));
    }

    /** The entries that are asked for, as the protocol writes them: session, number, input or input and output. */
    synchronized List<List<Object>> answer(HistoryRequest request) {
        List<Entry> found = entries;
        if (request instanceof HistoryRequest.Range range) {
            boolean here = range.getSessionIndex() == 0 || range.getSessionIndex() == SESSION;
            found = entries.stream()
                    .filter(e -> here && e.count() >= range.getStart() && e.count() < range.getStop())
                    .toList();
        } else if (request instanceof HistoryRequest.Tail tail) {
            found = last(entries, tail.getMaxReturnLength());
        } else if (request instanceof HistoryRequest.Search search) {
            found = last(found(search), search.getMaxReturnLength());
        }
        return found.stream()
                .map(e -> List.<Object>of(
                        SESSION, e.count(), request.includeOutput() ? List.of(e.input(), e.output()) : e.input()))
                .toList();
    }

    private List<Entry> found(HistoryRequest.Search search) {
        Pattern wanted = glob(search.getPattern() == null ? "*" : search.getPattern());
        List<Entry> found = entries.stream()
                .filter(e -> wanted.matcher(e.input()).matches())
                .toList();
        if (!search.filterUnique()) {
            return found;
        }
        Map<String, Entry> unique = new LinkedHashMap<>();
        for (Entry entry : found) {
            unique.remove(entry.input());
            unique.put(entry.input(), entry);
        }
        return List.copyOf(unique.values());
    }

    /** The pattern of {@code *}, {@code ?} and {@code […]}, as Jupyter's protocol has it from SQLite. */
    private static Pattern glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            int close = c == '[' ? pattern.indexOf(']', i + 2) : -1;
            if (close > 0) {
                String listed = pattern.substring(i + 1, close).replaceAll("[\\\\\\[&]", "\\\\$0");
                regex.append('[').append(listed).append(']');
                i = close;
            } else {
                regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static List<Entry> last(List<Entry> entries, int length) {
        return length <= 0 ? entries : entries.subList(Math.max(0, entries.size() - length), entries.size());
    }
}
