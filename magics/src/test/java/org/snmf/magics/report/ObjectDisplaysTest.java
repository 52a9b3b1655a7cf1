package org.snmf.magics.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.snmf.features.Neighbour;
import org.snmf.magics.session.Session;
import org.snmf.views.display.Display;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class ObjectDisplaysTest {
    @Test
    void anArrayTellsItsShapeAndShowsItsCorner() {
        try (INDArray array = Nd4j.arange(200).reshape(10, 20)) {
            Display display = ObjectDisplays.of(array);
            assertThat(display.plain()).contains("10 × 20, its corner");
            assertThat(Jsoup.parse(display.html()).select("tbody tr")).hasSize(8);
            assertThat(Jsoup.parse(display.html())
                            .select("tbody tr")
                            .get(1)
                            .select("td")
                            .eachText())
                    .startsWith("20", "21");
        }
        try (INDArray vector = Nd4j.createFromArray(1f, -2.5f)) {
            assertThat(ObjectDisplays.of(vector).plain()).contains("float, 2\n", "−2.50");
        }
    }

    @Test
    void aTableShowsItsFirstRowsAsText() {
        String[] names = new String[60];
        Arrays.fill(names, "<script>");
        Table table =
                Table.create("words", StringColumn.create("word", names), IntColumn.indexColumn("i", names.length, 0));
        Display display = ObjectDisplays.of(table);
        assertThat(Jsoup.parse(display.html()).select("tbody tr")).hasSize(50);
        assertThat(Jsoup.parse(display.html()).select("script")).isEmpty();
        assertThat(display.plain()).contains("The first 50 of 60 rows.");
    }

    @Test
    void aListOfRecordsIsATableAndAnotherIsText() {
        Display display = ObjectDisplays.of(List.of(new Neighbour(3, 0.25, 4), new Neighbour(5, -0.5, 1)));
        assertThat(Jsoup.parse(display.html()).select("th").eachText()).containsExactly("feature", "cosine", "shared");
        assertThat(display.plain()).contains("2 × Neighbour", "−0.500");
        assertThat(ObjectDisplays.of(List.of("a", "b")).plain()).isEqualTo("[a, b]");
        assertThat(ObjectDisplays.of(List.of()).plain()).isEqualTo("[]");
    }

    @Test
    void anEmptySessionSaysThatItHoldsNothing() {
        assertThat(ObjectDisplays.of(new Session()).plain().lines().filter(l -> l.endsWith("none")))
                .hasSize(5);
    }
}
