package org.snmf.magics.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.testkit.Notebook;
import org.snmf.testkit.Notebook.Answer;

/** Libraries and files come into a notebook by the magics that other Java kernels have for it. */
@Timeout(120)
class LibraryMagicsTest {
    @TempDir
    static Path folder;

    private static Notebook client;
    private static String home;

    @BeforeAll
    static void start() throws Exception {
        home = System.getProperty("user.home");
        // A person's own settings: a local repository elsewhere, and a mirror of everything.
        Path settings = Files.createDirectories(folder.resolve("home/.m2")).resolve("settings.xml");
        Files.writeString(
                settings,
                "<settings><localRepository>" + folder.resolve("local")
                        + "</localRepository><mirrors><mirror><id>own</id>" + "<mirrorOf>*</mirrorOf><url>"
                        + folder.resolve("mirror").toUri() + "</url></mirror></mirrors></settings>");
        System.setProperty("user.home", folder.resolve("home").toString());
        client = new Notebook();
    }

    @AfterAll
    static void end() throws Exception {
        System.setProperty("user.home", home);
        client.shutdown();
        client.close();
    }

    /** A jar with one class, {@code pack.NAME}, whose {@code word()} is {@code word}. */
    private static Path jar(Path jar, String name, String word) throws IOException {
        Path source = Files.createDirectories(folder.resolve("source")).resolve(name + ".java");
        Files.writeString(
                source,
                "package pack; public class " + name + " { public static String word() { return \"" + word + "\"; } }");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", folder.resolve("classes").toString(), source.toString()))
                .isZero();
        Files.createDirectories(jar.getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry("pack/" + name + ".class"));
            Files.copy(folder.resolve("classes/pack/" + name + ".class"), out);
        }
        return jar;
    }

    @Test
    void jarsOnTheClassPathAreSeenFromTheNextSnippetOn() throws Exception {
        jar(folder.resolve("lib/first.jar"), "First", "one");
        jar(folder.resolve("lib/second.jar"), "Second", "two");
        Answer answer = client.execute("var kept = \"kept\".toUpperCase();\n%classpath " + folder.resolve("lib")
                + "/*.jar\nimport pack.*;\nFirst.word() + Second.word() + kept");
        assertThat(answer.contents("error")).isEmpty();
        assertThat(answer.result()).isEqualTo("onetwoKEPT");
        assertThat(client.execute("%jars " + folder.resolve("none.jar"))
                        .error()
                        .get("evalue")
                        .asText())
                .contains("%classpath", "expected a jar or folder", "Correct the path.");
    }

    @Test
    void artifactsComeFromTheRepositoriesOfThePersonsSettings() throws Exception {
        Path there = folder.resolve("mirror/org/example/needs/1.0");
        jar(there.resolve("needs-1.0.jar"), "Needs", "needs ");
        Files.writeString(
                there.resolve("needs-1.0.pom"),
                pom(
                        "needs",
                        "<dependencies><dependency><groupId>org.example</groupId>"
                                + "<artifactId>needed</artifactId><version>1.0</version></dependency></dependencies>"));
        Path needed = folder.resolve("mirror/org/example/needed/1.0");
        jar(needed.resolve("needed-1.0.jar"), "Needed", "needed");
        Files.writeString(needed.resolve("needed-1.0.pom"), pom("needed", ""));
        Answer answer = client.execute("%maven org.example:needs:1.0\npack.Needs.word() + pack.Needed.word()");
        assertThat(answer.contents("error")).isEmpty();
        assertThat(answer.result()).isEqualTo("needs needed");
        assertThat(folder.resolve("local/org/example/needed/1.0/needed-1.0.jar"))
                .isRegularFile();
        assertThat(client.execute("%maven org.example:nowhere:1.0")
                        .error()
                        .get("evalue")
                        .asText())
                .contains("org.example:nowhere", "%mavenRepo ID URL");
        assertThat(client.execute("%maven nonsense").error().get("evalue").asText())
                .contains("expected group:artifact:version, found nonsense");
    }

    private static String pom(String artifact, String more) {
        return "<project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>" + artifact
                + "</artifactId><version>1.0</version>" + more + "</project>";
    }

    @Test
    void filesOfCellsRunWhereTheyAreLoaded() throws Exception {
        Path text = Files.writeString(
                folder.resolve("helpers.jshell"),
                "int helped = 1;\n%snmf help\nint help(int n) {\n  return n / 0;\n}\n");
        Path notebook = Files.writeString(
                folder.resolve("more.ipynb"),
                "{\"cells\": [{\"cell_type\": \"markdown\", \"source\": \"# no Java\"},"
                        + "{\"cell_type\": \"code\", \"source\": [\"helped += 10;\\n\", \"int more = helped;\"]},"
                        + "{\"cell_type\": \"code\", \"source\": \"more += 100;\"}]}");
        Answer answer = client.execute("%load " + text + "\n%load '" + notebook + "'\nmore + helped");
        assertThat(answer.contents("error")).isEmpty();
        assertThat(answer.result()).isEqualTo("122");
        assertThat(client.execute("help(1)").error().get("traceback").toString())
                .contains("line 4 of help, helpers.jshell");
        assertThat(client.execute("%load none.jshell").error().get("evalue").asText())
                .contains("no file", "Name the file as seen from");
    }
}
