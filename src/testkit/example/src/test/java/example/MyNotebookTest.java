package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snmf.testkit.Notebook;

/** Cells of a notebook of one's own, run as the notebook would run them. */
class MyNotebookTest {
    /** The cell under test: how many features of the embedded model hold neurons. */
    private static final String CELL = """
            %snmf model embedded
            %snmf data time-units --first 60
            %snmf capture --layers 0
            var features = %snmf factorize --rank 12 --sparsity 10% --iterations 10
            long alive = IntStream.range(0, 12).filter(r -> features.features().support(r).length > 0).count();
            System.out.println(alive + " features are alive");
            alive
            """;

    private static Notebook notebook;

    @BeforeAll
    static void open() throws Exception {
        notebook = new Notebook();
    }

    @AfterAll
    static void close() {
        notebook.close();
    }

    @Test
    void theCellCountsFeatures() throws Exception {
        Notebook.Answer answer = notebook.execute(CELL).ok();
        assertEquals("12", answer.result());
        assertTrue(answer.stream("stdout").contains("12 features are alive"));
        assertTrue(answer.shown("text/html").contains("snmf-table"));
    }

    @Test
    void aTypoIsSaidWithWhatToDo() throws Exception {
        String error = notebook.execute("%snmf factorize --rnak 3").error().get("evalue").asText();
        assertTrue(error.contains("Did you mean --rank?"), error);
    }

    @Test
    void optionsAreCompleted() throws Exception {
        assertEquals("--rank", notebook.complete("%snmf factorize --ra").at("/matches/0").asText());
    }
}
