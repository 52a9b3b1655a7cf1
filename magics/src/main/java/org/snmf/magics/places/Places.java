package org.snmf.magics.places;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.snmf.files.UserCache;

/**
 * Where this program keeps things, as the environment says: {@code SNMF_CACHE} moves all that it keeps for the user, the native
 * libraries that DJL and ND4J unpack included; without it {@code XDG_CACHE_HOME} or {@code LOCALAPPDATA} say where the caches
 * of programs lie.
 */
public final class Places {
    private static final String DJL = "DJL_CACHE_DIR";
    private static final String ND4J = "org.bytedeco.javacpp.cachedir";

    private Places() {}

    /** Tells the libraries, before the first use of any of them. A setting that is made already stays. */
    public static void settle() {
        settle(System.getenv(), System.getProperties());
    }

    static void settle(Map<String, String> environment, Properties properties) {
        String all = properties.getProperty(UserCache.PROPERTY, environment.getOrDefault("SNMF_CACHE", ""));
        if (!all.isBlank()) {
            Path folder = Path.of(all).toAbsolutePath();
            properties.setProperty(UserCache.PROPERTY, folder.toString());
            if (!environment.containsKey(DJL)) {
                properties.putIfAbsent(DJL, folder.resolve("djl").toString());
            }
            properties.putIfAbsent(ND4J, folder.resolve("javacpp").toString());
            return;
        }
        String os = properties.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        boolean windows = os.startsWith("windows");
        String caches = environment.getOrDefault(windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME", "");
        if (!os.startsWith("mac") && !caches.isBlank() && Path.of(caches).isAbsolute()) {
            Path folder = Path.of(caches, "snmf");
            properties.setProperty(UserCache.PROPERTY, (windows ? folder.resolve("Cache") : folder).toString());
        }
    }
}
