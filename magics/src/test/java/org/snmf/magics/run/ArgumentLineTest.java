package org.snmf.magics.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.snmf.errors.InputException;

class ArgumentLineTest {
    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of("", List.of()),
                Arguments.of("  a\tb  c ", List.of("a", "b", "c")),
                Arguments.of("--ids \"1,2,3\"", List.of("--ids", "1,2,3")),
                Arguments.of("'a b' c", List.of("a b", "c")),
                Arguments.of("a\" b \"c", List.of("a b c")),
                Arguments.of("\"\" ''", List.of("", "")),
                Arguments.of("\"say \\\"hi\\\"\"", List.of("say \"hi\"")),
                Arguments.of("'it\\n'", List.of("it\\n")),
                Arguments.of("C:\\data\\x.json", List.of("C:\\data\\x.json")),
                Arguments.of("a\\ b", List.of("a b")),
                Arguments.of("\\\"", List.of("\"")),
                Arguments.of("end\\", List.of("end\\")),
                Arguments.of("f.safetensors#s0.L1.mlp_in", List.of("f.safetensors#s0.L1.mlp_in")));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void splitsAsAShellDoes(String line, List<String> expected) {
        assertThat(ArgumentLine.split(line)).isEqualTo(expected);
    }

    @Test
    void refusesAnOpenQuote() {
        assertThatThrownBy(() -> ArgumentLine.split("data \"my file.json"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("closing \"")
                .hasMessageContaining("my file.json");
    }
}
