package org.snmf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snmf.magics.verbs.Verbs;
import org.snmf.models.checkpoint.Families;
import org.snmf.models.checkpoint.Family;

/** The pages that lead newcomers say what is there: the map of rooms, and the tables of verbs, families and modules. */
class MapTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern SOURCES = Pattern.compile("src/(main|ground)/java/org/snmf/");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    private static String page(String name) throws IOException {
        return Files.readString(ROOT.resolve(name));
    }

    /** What stands between back quotes, in the order of the text. */
    private static List<String> quoted(String text) {
        return QUOTED.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    /** The text below a heading of the page. */
    private static String below(String page, String heading) {
        return page.split("\n## " + Pattern.quote(heading) + "\n", 0)[1].split("\n## ", 0)[0];
    }

    /** Packages of all modules, without {@code org.snmf}. */
    private static Set<String> rooms() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.map(file -> ROOT.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.endsWith("/package-info.java") && !file.contains("target/"))
                    .filter(file -> SOURCES.matcher(file).find())
                    .map(file -> SOURCES.split(file, 0)[1]
                            .replace("/package-info.java", "")
                            .replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Rooms of one row: a name that begins with a dot is a room in, or else beside, the last that was written whole. */
    private static List<String> named(String row, Set<String> rooms) {
        List<String> named = new ArrayList<>();
        String whole = "";
        for (String name : quoted(row)) {
            if (name.startsWith(".")) {
                String beside = whole.substring(0, Math.max(0, whole.lastIndexOf('.'))) + name;
                named.add(rooms.contains(whole + name) ? whole + name : beside);
            } else {
                whole = name;
                named.add(name);
            }
        }
        return named;
    }

    @Test
    void theMapShowsEveryRoomAndNoOther() throws IOException {
        Set<String> rooms = rooms();
        Set<String> shown = below(page("src/README.md"), "Rooms")
                .lines()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> named(line.split("\\|", 0)[1], rooms).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(rooms).hasSizeGreaterThan(70);
        assertThat(shown).isEqualTo(rooms);
    }

    @Test
    void theMapAndTheReadmeShowEveryModule() throws IOException {
        Set<String> modules = Pattern.compile("<module>([^<]+)</module>")
                .matcher(page("pom.xml"))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(modules).hasSizeGreaterThan(8);
        assertThat(quoted(below(page("src/README.md"), "Floors"))).containsAll(modules);
        assertThat(quoted(below(page("README.md"), "The house"))).containsAll(modules);
    }

    @Test
    void theReadmeShowsEveryVerb() throws IOException {
        List<String> shown = page("README.md")
                .lines()
                .dropWhile(line -> !line.startsWith("| verb |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .flatMap(line -> quoted(line.split("\\|", 0)[1]).stream())
                .toList();
        assertThat(shown).containsExactlyInAnyOrderElementsOf(Verbs.names());
    }

    @Test
    void theReadmeNamesTheVerbsThatCanBeRehearsed() throws IOException {
        Set<String> rehearsed = Verbs.names().stream()
                .filter(name -> Verbs.verb(name).getCommandSpec().findOption("--dry-run") != null)
                .collect(Collectors.toCollection(TreeSet::new));
        String sentence =
                page("README.md").split("Every verb has `--json`; ", 0)[1].split(" have `--dry-run`", 0)[0];
        assertThat(quoted(sentence)).containsExactlyInAnyOrderElementsOf(rehearsed);
    }

    @Test
    void everyFamilyIsMadeBySomeGolden() throws IOException {
        String page = page("src/goldens/README.md");
        for (Family family : Families.all()) {
            assertThat(quoted(page))
                    .as(family.title())
                    .contains(family.goldens().get(0));
        }
    }
}
