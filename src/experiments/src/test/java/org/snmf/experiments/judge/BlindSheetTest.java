package org.snmf.experiments.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snmf.errors.InputException;

class BlindSheetTest {
    @TempDir
    private Path folder;

    private static List<JudgedText> judged() {
        List<JudgedText> texts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Score concept = i == 7 ? Score.refused("no") : Score.of(i / 4.0, "why");
            texts.add(new JudgedText(
                    "t" + i, "days, \"and\" nights", "line\n" + i, new Judgement(concept, Score.of(2 - i / 4.0, ""))));
        }
        return texts;
    }

    @Test
    void theSheetShowsTextsAndHidesScores() throws IOException {
        Path sheet = folder.resolve("sheet.csv");
        BlindSheet.write(judged(), 1, sheet);
        String text = Files.readString(sheet);
        assertThat(text)
                .startsWith("id,concept,text,concept_rating,fluency_rating")
                .doesNotContain("why", "0.25");
        assertThat(text.indexOf("t0")).isNotEqualTo(text.lastIndexOf("t1") - 1);
        assertThatThrownBy(() -> BlindSheet.compare(sheet, judged())).isInstanceOf(InputException.class);
    }

    @Test
    void filledInItIsCompared() throws IOException {
        Path sheet = folder.resolve("sheet.csv");
        StringBuilder rows = new StringBuilder("id,concept,text,concept_rating,fluency_rating\n");
        for (int i = 0; i < 8; i++) {
            rows.append("t" + i + ",\"c, c\",x," + (i == 2 ? "" : "\"" + (i / 4.0 + "").replace('.', ',') + "\"") + ","
                    + i / 4.0 + "\n");
        }
        Files.writeString(sheet, rows);
        BlindSheet.Comparison found = BlindSheet.compare(sheet, judged());
        assertThat(found.unrated()).isEqualTo(1);
        assertThat(found.unscored()).isEqualTo(1);
        assertThat(found.concept().n()).isEqualTo(6);
        assertThat(found.concept().spearman().estimate()).isEqualTo(1);
        assertThat(found.fluency().spearman().estimate()).isEqualTo(-1);
    }

    @Test
    void wrongSheetsAreRefused() throws IOException {
        Path sheet = folder.resolve("sheet.csv");
        for (String wrong : new String[] {
            "id,concept_rating,fluency_rating\nt0,3,1\n",
            "id,concept_rating,fluency_rating\nt0,one,1\n",
            "id,concept_rating,fluency_rating\nother,1,1\n",
            "id,rating\nt0,1\n"
        }) {
            Files.writeString(sheet, wrong);
            assertThatThrownBy(() -> BlindSheet.compare(sheet, judged()))
                    .as(wrong)
                    .isInstanceOf(InputException.class);
        }
        assertThatThrownBy(() -> BlindSheet.compare(folder.resolve("absent"), judged()))
                .isInstanceOf(InputException.class);
    }

    @Test
    void judgedTextsComeBackAsTheyWere() throws IOException {
        Path file = folder.resolve("judged.json");
        JudgedText.save(judged(), file);
        assertThat(JudgedText.load(file)).isEqualTo(judged());
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> JudgedText.load(file)).isInstanceOf(InputException.class);
    }
}
