package org.snmf.views;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** Loads pages in a headless Chromium without network and gives back what became of them. */
public final class Browser {
    private Browser() {}

    /** The page after its scripts have run. Skips the test where there is no Chromium. */
    public static Document load(Path folder, String body) throws IOException, InterruptedException {
        Optional<Path> chromium = find();
        assumeTrue(chromium.isPresent(), "no chromium on the PATH: install Debian's chromium to run this test");
        Path page = folder.resolve("page.html");
        Files.writeString(
                page, "<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body>" + body + "</body></html>");
        Path dom = folder.resolve("dom.html");
        Process process = new ProcessBuilder(List.of(
                        chromium.get().toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--host-resolver-rules=MAP * ~NOTFOUND",
                        "--virtual-time-budget=8000",
                        "--dump-dom",
                        page.toUri().toString()))
                .redirectOutput(dom.toFile())
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("chromium did not end within 90 seconds");
        }
        return Jsoup.parse(Files.readString(dom, StandardCharsets.UTF_8));
    }

    private static Optional<Path> find() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(p -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(n -> Path.of(p, n)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
