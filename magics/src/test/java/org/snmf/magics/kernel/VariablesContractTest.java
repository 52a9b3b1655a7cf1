package org.snmf.magics.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No variable changes that no cell assigned: 300 cells of all that makes JShell declare variables anew. */
@Timeout(900)
class VariablesContractTest {
    private static final int CELLS = 300;
    /** A variable that was lost stays lost, so a look now and then finds it. */
    private static final int CHECKED = 3;

    private static SnmfKernel kernel;

    @BeforeAll
    static void start() {
        kernel = new SnmfKernel("test", System.getProperty("java.class.path"));
        kernel.onStartup();
        kernel.getMagicsRegistry().registerLineMagic("words", (k, words) -> new ArrayList<>(words));
    }

    @AfterAll
    static void end() {
        kernel.onShutdown(false);
    }

    private static Object value(String name) {
        return kernel.evalRaw(name);
    }

    @Test
    void twoImportsInOneCellKeepVariables() {
        kernel.evalRaw("var fit = \"FIT\".toLowerCase();");
        kernel.evalRaw("var sentences = %words a b");
        Object sentences = value("sentences");
        kernel.evalRaw("import tech.tablesaw.api.*;\nimport tech.tablesaw.plotly.api.*;");
        assertThat(value("\"\" + fit")).isEqualTo("fit");
        kernel.evalRaw(
                "// why\nimport java.util.regex.*;\n\nimport static java.lang.Math.max;\nimport\n  java.time.*;");
        kernel.evalRaw("/* more\n */ import java.util.zip.CRC32;\nimport java.util.zip.Adler32;");
        kernel.evalRaw("import java.util.concurrent.*;");
        assertThat(value("\"\" + fit + max(1, 2)")).isEqualTo("fit2");
        assertThat(value("sentences")).isSameAs(sentences);
    }

    @Test
    void aVariableOutlivesWhatItWasMadeFrom() {
        kernel.evalRaw("int rank = 60;\nString run(int k) { return \"fit \" + k; }\nrecord Plan(int k) {}");
        kernel.evalRaw("var made = run(rank);\nvar planned = new Plan(rank).k() + made;\nint twice = rank * 2;");
        Object made = value("made");
        kernel.evalRaw("int rank = 100;");
        kernel.evalRaw("String run(int k) { return \"another \" + k; }");
        kernel.evalRaw("record Plan(int k, int n) {}");
        assertThat(value("made")).isSameAs(made).isEqualTo("fit 60");
        assertThat(value("planned")).isEqualTo("60fit 60");
        assertThat(value("twice")).isEqualTo(120);
    }

    @Test
    void aVariableOutlivesAnImportThatMakesItsTypeAmbiguous() {
        kernel.evalRaw("List<String> names = new ArrayList<>(List.of(\"a\"));");
        Object names = value("names");
        kernel.evalRaw("import java.awt.*;");
        assertThat(value("names")).isSameAs(names);
        kernel.evalRaw("import java.util.List;");
        assertThat(value("names")).isSameAs(names);
    }

    /** Names and values of what a cell of the contract assigns are its own business; all else must stay. */
    private static final class Notebook {
        private static final List<String> IMPORTS = List.of(
                "java.util.concurrent.*",
                "java.util.regex.*",
                "java.time.*",
                "java.math.*",
                "java.text.*",
                "java.util.concurrent.atomic.*",
                "java.nio.charset.*",
                "tech.tablesaw.api.*",
                "tech.tablesaw.plotly.api.*",
                "java.util.regex.Pattern",
                "java.math.BigInteger",
                "java.util.concurrent.TimeUnit",
                "java.time.Duration",
                "static java.lang.Math.*",
                "java.util.*",
                "java.util.function.*");
        private final Random random = new Random(20261125);
        private final List<String> names = new ArrayList<>();
        private Set<String> assigned = new TreeSet<>();

        String cell() {
            assigned = new TreeSet<>();
            StringBuilder cell = new StringBuilder();
            int lines = 1 + random.nextInt(3);
            int kind = random.nextInt(11);
            for (int i = 0; i < lines; i++) {
                cell.append(List.of("", "\n", "// a note\n", "/* a\nb */ ").get(random.nextInt(4)));
                cell.append(line(i == 0 || random.nextBoolean() ? kind : random.nextInt(11)));
                cell.append('\n');
            }
            return cell.toString();
        }

        private String line(int kind) {
            int n = random.nextInt(100);
            return switch (kind) {
                case 0, 1 -> "import " + IMPORTS.get(random.nextInt(IMPORTS.size())) + ";";
                case 2 -> assign("k", "int k = " + n + ";");
                case 3 -> assign("base", "String base = \"b" + n + "\".trim();");
                case 4 -> "int m(int x) { return x + " + n + " + k; }";
                case 5 -> "<T> T id(T t) { int unused" + n + " = 0; return t; }";
                case 6 -> "record P(int x) { String told() { return \"" + n + "\" + x + base; } }";
                case 7 -> fresh("var %s = id(base + k) + m(1);");
                case 8 -> fresh("Object %s = new P(k);");
                case 9 ->
                    fresh(List.of(
                                    "Supplier<String> %s = () -> base + m(2);",
                                    "Map<String, List<Integer>> %s = new HashMap<>(Map.of(base, List.of(k)));",
                                    "long[] %s = {k, m(3)};",
                                    "var %s = Stream.of(1, 2).map(x -> id(x + k)).collect(Collectors.toList());",
                                    "double %s = m(4) / 2.0;")
                            .get(n % 5));
                default -> fresh("var %s = %%words " + n + " a");
            };
        }

        private String assign(String name, String line) {
            assigned.add(name);
            return line;
        }

        private String fresh(String line) {
            boolean again = names.size() > 8 || (!names.isEmpty() && random.nextInt(4) == 0);
            String name = again ? names.get(random.nextInt(names.size())) : "v" + names.size();
            if (!again) {
                names.add(name);
            }
            return assign(name, line.formatted(name));
        }
    }

    @Test
    void threeHundredCellsChangeOnlyWhatTheyAssign() {
        kernel.evalRaw("int k = 1;\nString base = \"b\";\nint m(int x) { return x; }\n<T> T id(T t) { return t; }\n"
                + "record P(int x) { String told() { return base; } }");
        Notebook notebook = new Notebook();
        Map<String, Object> before = new LinkedHashMap<>(Map.of("k", 1, "base", value("base")));
        Set<String> assigned = new TreeSet<>();
        StringBuilder since = new StringBuilder();
        for (int i = 1; i <= CELLS; i++) {
            String cell = notebook.cell();
            kernel.evalRaw(cell);
            assigned.addAll(notebook.assigned);
            since.append("--- cell ").append(i).append('\n').append(cell);
            if (i % CHECKED == 0) {
                check(before, assigned, since.toString());
                assigned.clear();
                since.setLength(0);
            }
        }
    }

    private static void check(Map<String, Object> before, Set<String> assigned, String cells) {
        assigned.forEach(name -> before.put(name, null));
        List<String> names = List.copyOf(before.keySet());
        Object[] now = (Object[]) kernel.evalRaw("new Object[] {" + String.join(", ", names) + "}");
        for (int v = 0; v < now.length; v++) {
            String name = names.get(v);
            Object held = before.put(name, now[v]);
            assertThat(now[v]).as("%s after\n%s", name, cells).isNotNull();
            boolean same = now[v] == held || (now[v] instanceof Number && now[v].equals(held));
            assertThat(same || assigned.contains(name))
                    .as("%s was %s, is %s after\n%s", name, held, now[v], cells)
                    .isTrue();
        }
    }

    @Test
    void aVariableOfATypeThatIsAnotherNowIsGoneAndToldSo() {
        kernel.evalRaw("record Point(int x) {}\nvar point = new Point(3);");
        kernel.evalRaw("record Point(int x) {}");
        assertThat(value("point.x()"))
                .as("the same record again is the same record")
                .isEqualTo(3);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> {
                    kernel.evalRaw("record Point(int x, int y) {}");
                    kernel.evalRaw("point");
                }))
                .hasMessageContaining("cannot find symbol: variable point");
    }
}
