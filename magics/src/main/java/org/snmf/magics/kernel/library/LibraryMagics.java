package org.snmf.magics.kernel.library;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.PathsHandler;
import org.snmf.errors.InputException;

/** The magics by which other Java kernels bring in libraries, with the names and arguments they have there. */
public final class LibraryMagics {
    private final MavenArtifacts maven = new MavenArtifacts();
    private final Consumer<List<Path>> classPath;
    private final BiConsumer<String, List<String>> load;

    private LibraryMagics(Consumer<List<Path>> classPath, BiConsumer<String, List<String>> load) {
        this.classPath = classPath;
        this.load = load;
    }

    /**
     * Registers {@code %classpath}, {@code %jars}, {@code %maven}, {@code %mavenRepo} and {@code %load}.
     *
     * @param classPath adds jars and folders to what cells see
     * @param load runs the cells of a file, which has a name, after the snippet that asks
     */
    public static void register(
            MagicsRegistry registry, Consumer<List<Path>> classPath, BiConsumer<String, List<String>> load) {
        LibraryMagics magics = new LibraryMagics(classPath, load);
        registry.registerLineMagic("classpath", line(magics::classPath));
        registry.registerLineMagic("jars", line(magics::classPath));
        registry.registerLineMagic("maven", line(magics::maven));
        registry.registerLineMagic("mavenRepo", line(magics::repository));
        registry.registerLineMagic("load", line(magics::load));
    }

    private static LineMagic<Object, BaseKernel> line(Consumer<List<String>> magic) {
        return (kernel, arguments) -> {
            magic.accept(arguments);
            return null;
        };
    }

    private void classPath(List<String> arguments) {
        need(
                !arguments.isEmpty(),
                "%classpath",
                "jars or folders, with * and ? as in a shell",
                "Write %classpath lib/*.jar.");
        List<Path> found = new ArrayList<>();
        for (String argument : arguments) {
            List<Path> here = PathsHandler.splitAndResolveGlobs(argument);
            boolean there = !here.isEmpty()
                    && here.stream().allMatch(path -> path.toFile().exists());
            need(
                    there,
                    "%classpath " + argument,
                    "a jar or folder seen from " + Path.of("").toAbsolutePath(),
                    "Correct the path.");
            found.addAll(here);
        }
        classPath.accept(found);
    }

    private void maven(List<String> arguments) {
        List<String> coordinates = new ArrayList<>(arguments);
        int from = coordinates.indexOf("--from");
        if (from >= 0) {
            need(from + 1 < coordinates.size(), "--from", "a repository's URL", "Write --from URL.");
            String url = coordinates.get(from + 1);
            maven.repository("from-" + Integer.toHexString(url.hashCode()), url);
            coordinates.subList(from, from + 2).clear();
        }
        need(!coordinates.isEmpty(), "%maven", "group:artifact:version", "Name an artifact.");
        classPath.accept(maven.jars(coordinates));
    }

    private void repository(List<String> arguments) {
        need(arguments.size() == 2, "%mavenRepo", "an id and a URL", "Write %mavenRepo ID URL.");
        maven.repository(arguments.get(0), arguments.get(1));
    }

    private void load(List<String> arguments) {
        need(arguments.size() == 1, "%load", "one file", "Write %load FILE; a path with blanks in quotes.");
        Path file = Path.of(arguments.get(0));
        load.accept(file.getFileName().toString(), CellFiles.cells(file));
    }

    private static void need(boolean there, String where, String expected, String remedy) {
        if (!there) {
            throw new InputException(where, expected, "none", remedy);
        }
    }
}
