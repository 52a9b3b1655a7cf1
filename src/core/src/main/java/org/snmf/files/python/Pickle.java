package org.snmf.files.python;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snmf.errors.InputException;

/**
 * Interprets a Python pickle as data. Only the words that plain values and arrays need are known; every other word, and
 * every name that {@link Names} does not allow, ends the reading with its name. Nothing is imported, called or executed.
 * The work is bounded by the number of words, whatever they say.
 *
 * <p>Values become {@link Long}, {@link Double}, {@link Boolean}, {@link String}, {@link List}, {@link Map}, {@link Tuple},
 * {@link #NONE}, and what {@link Names} makes.
 *
 * <p>Format: Python's {@code pickletools}, protocols 2 to 5.
 */
public final class Pickle {
    /** Python's None. */
    static final Object NONE = new Object() {
        @Override
        public String toString() {
            return "None";
        }
    };

    /** A tuple; unlike a list it never contains itself. */
    record Tuple(List<Object> items) {}

    /** What names in a pickle stand for. */
    interface Names {
        /** The object behind {@code module.name}; throws if it is not allowed. */
        Object global(String module, String name, long at);

        /** The result of calling {@code callable}, which {@link #global} made, with these arguments. */
        Object reduce(Object callable, Tuple arguments, long at);

        /** The object that lies outside the pickle under this id. */
        Object persistent(Object id, long at);
    }

    private static final int MOST_WORDS = 1_000_000;

    private final String where;
    private final ByteBuffer in;
    private final Names names;
    private final List<Object> stack = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Long, Object> memo = new HashMap<>();
    private int at;

    private Pickle(String where, byte[] pickle, Names names) {
        this.where = where;
        this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
        this.names = names;
    }

    /**
     * Reads one pickle.
     *
     * @param where the file, for messages
     * @throws InputException if it is damaged, or holds anything but plain values and what {@code names} allows
     */
    static Object read(String where, byte[] pickle, Names names) {
        return new Pickle(where, pickle, names).run();
    }

    private Object run() {
        for (int words = 0; words < MOST_WORDS; words++) {
            at = in.position();
            need(1);
            int word = in.get() & 0xff;
            if (word == '.') {
                return pop();
            }
            step(word);
        }
        throw new InputException(
                where, "at most " + MOST_WORDS + " words", "more", "No file of arrays needs so many; it was not read.");
    }

    private void step(int word) {
        switch (word) {
            case 0x80 -> protocol();
            case 0x95 -> skip(8); // FRAME
            case '(' -> marks.push(stack.size());
            case '0' -> pop();
            case '1' -> toMark();
            case '2' -> push(top());
            case 'N' -> push(NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'J' -> push((long) integer());
            case 'K' -> push(unsigned(1));
            case 'M' -> push(unsigned(2));
            case 0x8a -> push(bigInteger());
            case 'G' -> push(real());
            case 0x8c -> push(text(unsigned(1)));
            case 'X' -> push(text(unsigned(4)));
            case ')' -> push(new Tuple(List.of()));
            case 't' -> push(new Tuple(toMark()));
            case 0x85 -> push(tuple(1));
            case 0x86 -> push(tuple(2));
            case 0x87 -> push(tuple(3));
            case ']' -> push(new ArrayList<>());
            case 'a' -> append(List.of(pop()));
            case 'e' -> append(toMark());
            case '}' -> push(new LinkedHashMap<>());
            case 's' -> set(tuple(2).items());
            case 'u' -> set(toMark());
            case 'q' -> memo.put(unsigned(1), top());
            case 'r' -> memo.put(unsigned(4), top());
            case 0x94 -> memo.put((long) memo.size(), top());
            case 'h' -> push(remembered(unsigned(1)));
            case 'j' -> push(remembered(unsigned(4)));
            case 'c' -> push(names.global(line(), line(), at));
            case 0x93 -> stackGlobal();
            case 'R' -> reduce();
            case 'b' -> build();
            case 'Q' -> push(names.persistent(pop(), at));
            default -> throw unknown(word);
        }
    }

    private InputException unknown(int word) {
        String name =
                switch (word) {
                    case 'i' -> "INST";
                    case 'o' -> "OBJ";
                    case 0x81 -> "NEWOBJ";
                    case 0x92 -> "NEWOBJ_EX";
                    case 0x82, 0x83, 0x84 -> "EXT";
                    case 'P' -> "PERSID";
                    case 'B', 'C', 0x8e -> "BINBYTES";
                    default -> "0x" + Integer.toHexString(word);
                };
        return new InputException(
                where,
                "a pickle of arrays and plain values",
                "the word " + name + " at byte " + at + ", which makes other objects",
                TorchArchive.ADVICE);
    }

    private void protocol() {
        long version = unsigned(1);
        if (version < 2 || version > 5) {
            throw new InputException(where, "a pickle of protocol 2 to 5", "protocol " + version, TorchArchive.ADVICE);
        }
    }

    private void stackGlobal() {
        List<Object> name = tuple(2).items();
        if (name.get(0) instanceof String module && name.get(1) instanceof String member) {
            push(names.global(module, member, at));
        } else {
            throw damaged("a module and a name");
        }
    }

    private void reduce() {
        List<Object> call = tuple(2).items();
        if (!(call.get(1) instanceof Tuple arguments)) {
            throw damaged("a tuple of arguments");
        }
        push(names.reduce(call.get(0), arguments, at));
    }

    /** State of an ordered dictionary is what PyTorch notes beside its entries; arrays and plain values have none. */
    private void build() {
        pop();
        if (!(top() instanceof Map)) {
            throw new InputException(
                    where, "state of dictionaries alone", "state of another object at byte " + at, TorchArchive.ADVICE);
        }
    }

    private void append(List<Object> items) {
        if (!(top() instanceof List<?>)) {
            throw damaged("a list");
        }
        list(top()).addAll(items);
    }

    private void set(List<Object> items) {
        if (items.size() % 2 != 0 || !(top() instanceof Map<?, ?>)) {
            throw damaged("a dictionary and pairs");
        }
        Map<Object, Object> map = map(top());
        for (int i = 0; i < items.size(); i += 2) {
            Object key = items.get(i);
            if (!(key instanceof String || key instanceof Long || key instanceof Boolean || key instanceof Double)) {
                throw damaged("a key that is text or a number");
            }
            map.put(key, items.get(i + 1));
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object list) {
        return (List<Object>) list;
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> map(Object map) {
        return (Map<Object, Object>) map;
    }

    private Object remembered(long key) {
        Object value = memo.get(key);
        if (value == null) {
            throw damaged("something remembered as " + key);
        }
        return value;
    }

    private void push(Object value) {
        stack.add(value);
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.peek();
    }

    private Object top() {
        if (stack.size() <= floor()) {
            throw damaged("a value");
        }
        return stack.get(stack.size() - 1);
    }

    private Object pop() {
        Object value = top();
        stack.remove(stack.size() - 1);
        return value;
    }

    private Tuple tuple(int count) {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(pop());
        }
        Collections.reverse(items);
        return new Tuple(items);
    }

    private List<Object> toMark() {
        if (marks.isEmpty()) {
            throw damaged("a mark");
        }
        List<Object> above = stack.subList(marks.pop(), stack.size());
        List<Object> items = new ArrayList<>(above);
        above.clear();
        return items;
    }

    private void need(long count) {
        if (count > in.remaining()) {
            throw damaged(count + " more bytes");
        }
    }

    private void skip(int count) {
        need(count);
        in.position(in.position() + count);
    }

    private long unsigned(int bytes) {
        need(bytes);
        return switch (bytes) {
            case 1 -> in.get() & 0xff;
            case 2 -> in.getShort() & 0xffff;
            default -> in.getInt() & 0xffffffffL;
        };
    }

    private int integer() {
        need(4);
        return in.getInt();
    }

    private double real() {
        need(8);
        return Double.longBitsToDouble(Long.reverseBytes(in.getLong()));
    }

    private long bigInteger() {
        int bytes = (int) unsigned(1);
        if (bytes > 8) {
            throw damaged("whole numbers below 2^63");
        }
        need(bytes);
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            long b = i == bytes - 1 ? in.get() : in.get() & 0xff;
            value |= b << (8 * i);
        }
        return value;
    }

    private String text(long bytes) {
        need(bytes);
        String text = new String(in.array(), in.position(), (int) bytes, StandardCharsets.UTF_8);
        in.position(in.position() + (int) bytes);
        return text;
    }

    private String line() {
        int from = in.position();
        while (in.hasRemaining()) {
            if (in.get() == '\n') {
                return new String(in.array(), from, in.position() - 1 - from, StandardCharsets.UTF_8);
            }
        }
        throw damaged("the end of a name");
    }

    private InputException damaged(String expected) {
        return new InputException(
                where, expected, "something else at byte " + at, "The file is damaged; fetch or write it again.");
    }
}
