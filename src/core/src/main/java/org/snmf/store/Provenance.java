package org.snmf.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.snmf.errors.InputException;

/**
 * Where a result comes from.
 *
 * @param libraryVersion version of this library
 * @param java version and vendor of the virtual machine
 * @param os name, version and architecture of the operating system
 * @param cpu name of the processor, or its architecture where the system does not tell
 * @param created when, in UTC, ISO 8601
 * @param inputs sha256 of each input by its name, in the order of the names
 * @param options the options that were in force, in the order of their names
 */
public record Provenance(
        String libraryVersion,
        String java,
        String os,
        String cpu,
        String created,
        Map<String, String> inputs,
        Map<String, String> options) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public Provenance {
        inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /** The provenance of something made now, on this machine. */
    public static Provenance of(Map<String, String> inputs, Map<String, String> options) {
        return new Provenance(
                version(),
                System.getProperty("java.version") + " " + System.getProperty("java.vendor"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                cpuName(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                inputs,
                options);
    }

    /** The same with more options, which replace those of the same name. */
    public Provenance withOptions(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(options);
        all.putAll(more);
        return new Provenance(libraryVersion, java, os, cpu, created, inputs, all);
    }

    /** Version of this library, as its build recorded it. */
    public static String version() {
        try (InputStream in = Provenance.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties of the library could not be read", e);
        }
    }

    private static String cpuName() {
        Path info = Path.of("/proc/cpuinfo");
        if (Files.isReadable(info)) {
            try (var lines = Files.lines(info)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).trim())
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
            } catch (IOException e) {
                return System.getProperty("os.arch");
            }
        }
        return System.getProperty("os.arch");
    }

    /** This record as a JSON object, indented. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings is always writable", e);
        }
    }

    /** Reads what {@link #toJson()} wrote; {@code where} names the file in errors. */
    public static Provenance fromJson(String where, String json) {
        Provenance read;
        try {
            read = JSON.readValue(json, Provenance.class);
        } catch (JsonProcessingException e) {
            throw new InputException(where, "a provenance record", "text that is none: " + e.getMessage(), "", e);
        }
        if (read == null) {
            throw new InputException(where, "a provenance record", "null", "");
        }
        return read;
    }
}
