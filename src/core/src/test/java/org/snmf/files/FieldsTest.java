package org.snmf.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private static final TypeReference<List<Integer>> NUMBERS = new TypeReference<>() {};
    private final Fields fields = new Fields(Map.of("k", "3", "trace", "[1, 2]", "nothing", "null", "torn", "[1"));

    @Test
    void readsWhatIsThere() {
        assertThat(fields.text("k")).isEqualTo("3");
        assertThat(fields.number("k")).isEqualTo(3);
        assertThat(fields.json("trace", NUMBERS)).containsExactly(1, 2);
    }

    @Test
    void tellsTheFieldThatIsMissingOrDoesNotRead() {
        assertThatThrownBy(() -> fields.text("n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no field n");
        assertThatThrownBy(() -> fields.number("trace"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field trace");
        assertThatThrownBy(() -> fields.json("nothing", NUMBERS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field nothing");
        assertThatThrownBy(() -> fields.json("torn", NUMBERS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field torn");
    }
}
