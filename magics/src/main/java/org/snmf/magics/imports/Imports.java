package org.snmf.magics.imports;

import java.util.List;

/**
 * What every notebook begins with: the imports under which cells find the library, tables, arrays and plots without
 * naming packages. Nearly all are on demand, so that what a cell declares under the same name comes first.
 */
public final class Imports {
    /** The imports, a line each. */
    public static final List<String> OF_THE_LIBRARY = List.of(
            "import java.nio.file.*;",
            "import java.util.*;",
            "import java.util.function.*;",
            "import java.util.stream.*;",
            "import org.nd4j.linalg.api.ndarray.*;",
            "import org.nd4j.linalg.factory.*;",
            "import tech.tablesaw.api.*;",
            "import tech.tablesaw.plotly.api.*;",
            "import tech.tablesaw.plotly.components.*;",
            "import org.snmf.data.*;",
            "import org.snmf.data.conceptnet.*;",
            "import org.snmf.encode.*;",
            "import org.snmf.engine.*;",
            "import org.snmf.errors.*;",
            "import org.snmf.experiments.concepts.*;",
            "import org.snmf.experiments.describe.*;",
            "import org.snmf.experiments.detect.*;",
            "import org.snmf.experiments.dictionary.training.*;",
            "import org.snmf.experiments.directions.*;",
            "import org.snmf.experiments.dynamics.*;",
            "import org.snmf.experiments.faithfulness.*;",
            "import org.snmf.experiments.hierarchy.*;",
            "import org.snmf.experiments.intervene.*;",
            "import org.snmf.experiments.overlap.*;",
            "import org.snmf.experiments.rivals.*;",
            "import org.snmf.experiments.stats.*;",
            "import org.snmf.factorize.*;",
            "import org.snmf.factorize.compare.*;",
            "import org.snmf.factorize.fit.*;",
            "import org.snmf.features.*;",
            "import org.snmf.files.*;",
            "import org.snmf.hierarchy.*;",
            "import org.snmf.hierarchy.finetune.*;",
            "import org.snmf.hierarchy.forest.*;",
            "import org.snmf.magics.report.NumberTable;",
            "import org.snmf.magics.run.*;",
            "import org.snmf.magics.screen.*;",
            "import org.snmf.magics.session.*;",
            "import org.snmf.matrix.*;",
            "import org.snmf.models.capture.*;",
            "import org.snmf.models.checkpoint.*;",
            "import org.snmf.models.demo.*;",
            "import org.snmf.models.generate.*;",
            "import org.snmf.models.hub.*;",
            "import org.snmf.models.network.*;",
            "import org.snmf.models.network.estimate.*;",
            "import org.snmf.models.network.pass.*;",
            "import org.snmf.models.network.place.*;",
            "import org.snmf.models.parity.*;",
            "import org.snmf.models.tokens.*;",
            "import org.snmf.progress.*;",
            "import org.snmf.store.*;",
            "import org.snmf.views.detect.*;",
            "import org.snmf.views.display.*;",
            "import org.snmf.views.plot.*;",
            "import org.snmf.views.steer.*;",
            "import org.snmf.views.table.*;",
            "import org.snmf.views.tree.*;",
            // Tablesaw has these names too.
            "import org.snmf.views.plot.Histogram;",
            "import org.snmf.views.plot.LinePlot;");

    private Imports() {}
}
