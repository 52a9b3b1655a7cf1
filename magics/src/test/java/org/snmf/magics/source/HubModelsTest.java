package org.snmf.magics.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;
import org.snmf.models.hub.HubOptions;

class HubModelsTest {
    @Test
    void theEnvironmentSaysWhereAndWho(@TempDir Path home) throws IOException {
        HubOptions plain = HubModels.options(Map.of("HF_HOME", home.toString()));
        assertThat(plain.cache()).isEqualTo(home.resolve("hub"));
        assertThat(plain.token()).isEmpty();
        assertThat(plain.offline()).isFalse();
        assertThat(plain.endpoint()).isEqualTo(URI.create("https://huggingface.co"));
        Files.writeString(home.resolve("token"), "from-login\n");
        assertThat(HubModels.options(Map.of("HF_HOME", home.toString())).token())
                .contains("from-login");
        HubOptions all = HubModels.options(Map.of(
                "HF_HOME", home.toString(),
                "HF_HUB_CACHE", home.resolve("elsewhere").toString(),
                "HF_TOKEN", "given",
                "HF_ENDPOINT", "http://mirror",
                "HF_HUB_OFFLINE", "1"));
        assertThat(all.cache()).isEqualTo(home.resolve("elsewhere"));
        assertThat(all.token()).contains("given");
        assertThat(all.endpoint()).isEqualTo(URI.create("http://mirror"));
        assertThat(all.offline()).isTrue();
    }

    @Test
    void withoutDownloadTheNetworkIsNotUsed() {
        assertThatThrownBy(() -> HubModels.cached("nobody/no-such-model"))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll("--download", "no such model in", "hub");
    }

    @Test
    void theCacheIsWhereTheHubsOwnLibraryLooksInItsOrder(@TempDir Path folder) {
        String home = System.getProperty("user.home");
        assertThat(cache()).isEqualTo(Path.of(home, ".cache", "huggingface", "hub"));
        assertThat(cache("XDG_CACHE_HOME", folder.toString())).isEqualTo(folder.resolve("huggingface/hub"));
        assertThat(cache("XDG_CACHE_HOME", folder.toString(), "HF_HOME", folder + "/home"))
                .isEqualTo(folder.resolve("home/hub"));
        assertThat(cache("HF_HOME", folder + "/home", "HUGGINGFACE_HUB_CACHE", folder + "/old"))
                .isEqualTo(folder.resolve("old"));
        assertThat(cache("HUGGINGFACE_HUB_CACHE", folder + "/old", "HF_HUB_CACHE", folder + "/new"))
                .isEqualTo(folder.resolve("new"));
        assertThat(cache("HF_HOME", "~/elsewhere")).isEqualTo(Path.of(home, "elsewhere", "hub"));
        assertThat(cache("HF_HOME", "")).isEqualTo(Path.of(home, ".cache", "huggingface", "hub"));
    }

    private static Path cache(String... pairs) {
        Map<String, String> environment = new java.util.HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            environment.put(pairs[i], pairs[i + 1]);
        }
        return HubModels.options(environment).cache();
    }
}
