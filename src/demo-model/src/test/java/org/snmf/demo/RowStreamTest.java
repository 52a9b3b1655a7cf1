package org.snmf.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowStreamTest {
    /** Documents 0, 1 … whose ids are 100 · document + place. */
    private static final List<int[]> DOCUMENTS = IntStream.range(0, 20)
            .mapToObj(d -> IntStream.range(0, 13).map(t -> 100 * d + t).toArray())
            .toList();

    private static final int LENGTH = 9;
    /** Of 260 ids, less up to eight at the beginning, in steps of eight. */
    private static final int EPOCH = 31;

    @Test
    void rowsFollowTheDocuments() {
        RowStream stream = new RowStream(DOCUMENTS, LENGTH, 1);
        for (int i = 0; i < 3 * EPOCH; i++) {
            int[] row = stream.next();
            assertThat(row).hasSize(LENGTH);
            for (int t = 1; t < LENGTH; t++) {
                boolean beginsADocument = row[t] % 100 == 0 && row[t - 1] % 100 == 12;
                assertThat(beginsADocument || row[t] == row[t - 1] + 1).isTrue();
            }
        }
        assertThat(stream.epochs()).isBetween(3, 4);
    }

    @Test
    void anEpochPredictsEachTokenAtMostOnceAndAlmostAll() {
        RowStream stream = new RowStream(DOCUMENTS, LENGTH, 2);
        List<Integer> targets = new ArrayList<>();
        while (stream.epochs() < 2) {
            int[] row = stream.next();
            if (stream.epochs() < 2) {
                IntStream.range(1, LENGTH).forEach(t -> targets.add(row[t]));
            }
        }
        assertThat(targets).doesNotHaveDuplicates().hasSizeGreaterThan(260 - 2 * LENGTH - 1);
    }

    @Test
    void theSameSeedGivesTheSameRows() {
        RowStream first = new RowStream(DOCUMENTS, LENGTH, 3);
        RowStream second = new RowStream(DOCUMENTS, LENGTH, 3);
        RowStream other = new RowStream(DOCUMENTS, LENGTH, 4);
        List<int[]> rows = new ArrayList<>();
        List<int[]> others = new ArrayList<>();
        for (int i = 0; i < 2 * EPOCH; i++) {
            rows.add(first.next());
            others.add(other.next());
            assertThat(second.next()).isEqualTo(rows.get(i));
        }
        assertThat(others).usingElementComparator(java.util.Arrays::compare).isNotEqualTo(rows);
    }
}
