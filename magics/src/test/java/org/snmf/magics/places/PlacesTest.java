package org.snmf.magics.places;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private static Properties settled(String os, Map<String, String> environment) {
        Properties properties = new Properties();
        properties.setProperty("os.name", os);
        Places.settle(environment, properties);
        properties.remove("os.name");
        return properties;
    }

    @Test
    void oneSettingMovesEverything() {
        assertThat(settled("Linux", Map.of("SNMF_CACHE", "/data/snmf", "XDG_CACHE_HOME", "/elsewhere")))
                .containsOnly(
                        Map.entry("snmf.cache", "/data/snmf"),
                        Map.entry("DJL_CACHE_DIR", "/data/snmf/djl"),
                        Map.entry("org.bytedeco.javacpp.cachedir", "/data/snmf/javacpp"));
    }

    @Test
    void whatTheUserToldDjlStays() {
        assertThat(settled("Linux", Map.of("SNMF_CACHE", "/data/snmf", "DJL_CACHE_DIR", "/djl")))
                .doesNotContainKey("DJL_CACHE_DIR");
    }

    @Test
    void conventionsOfTheSystemHold() {
        assertThat(settled("Linux", Map.of("XDG_CACHE_HOME", "/caches")))
                .containsOnly(Map.entry("snmf.cache", "/caches/snmf"));
        assertThat(settled("Linux", Map.of("XDG_CACHE_HOME", "relative"))).isEmpty();
        assertThat(settled("Mac OS X", Map.of("XDG_CACHE_HOME", "/caches"))).isEmpty();
        assertThat(settled("Linux", Map.of())).isEmpty();
    }
}
