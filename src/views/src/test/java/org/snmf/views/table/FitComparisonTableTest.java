package org.snmf.views.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.factorize.compare.FitComparison;
import org.snmf.matrix.Matrices;
import org.snmf.progress.Progress;
import org.snmf.views.display.Display;

class FitComparisonTableTest {
    private static FitComparison fits(int seeds) {
        SnmfOptions options = SnmfOptions.rank(2).withSparsity(0.5).withStopping(Stopping.after(4));
        Map<String, SnmfOptions> choices = new LinkedHashMap<>();
        choices.put("first", options);
        choices.put("<b>second</b>", options.withRank(3));
        return FitComparison.run(Matrices.uniform(8, 20), choices, seeds, Progress.NONE);
    }

    @Test
    void eachChoiceIsARowWithWhatItsSeedsDid() {
        FitComparison fits = fits(2);
        Display shown = new FitComparisonTable("Choices", fits).display();
        assertThat(shown.plain().lines().toList()).hasSize(6);
        assertThat(shown.plain())
                .contains("Choices", "first", "    2  ", "4 ± 0")
                .contains(String.format("%.4f", fits.choice("first").error().mean()));
        assertThat(shown.html()).contains("&lt;b&gt;second").doesNotContain("<b>second");
    }

    @Test
    void iterationsInALine() {
        assertThat(FitComparisonTable.iterations(fits(2))).isEqualTo("first 4 ± 0, <b>second</b> 4 ± 0");
    }

    @Test
    void oneSeedHasNoDeviationAndNoStability() {
        String plain = new FitComparisonTable("Choices", fits(1)).display().plain();
        assertThat(plain.lines()
                        .filter(line -> line.startsWith("first"))
                        .findFirst()
                        .orElseThrow())
                .endsWith("–")
                .doesNotContain("±");
    }
}
