package org.snmf.magics.options;

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
                .hasMessageContaining("--download");
    }
}
