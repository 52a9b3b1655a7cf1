package org.snmf.magics.kernel;

import java.util.List;

/** What every notebook begins with: the imports under which cells find the library without naming packages. */
final class Startup {
    static final List<String> IMPORTS = List.of(
            "import java.nio.file.*;",
            "import java.util.*;",
            "import java.util.function.*;",
            "import java.util.stream.*;",
            "import org.snmf.errors.*;",
            "import org.snmf.features.*;",
            "import org.snmf.hierarchy.*;",
            "import org.snmf.magics.Session;",
            "import org.snmf.matrix.*;",
            "import org.snmf.models.capture.*;",
            "import org.snmf.models.generate.*;",
            "import org.snmf.models.network.*;",
            "import org.snmf.models.tokens.*;",
            "import org.snmf.progress.*;",
            "import org.snmf.store.*;",
            "import org.snmf.views.display.*;",
            "import org.snmf.views.table.*;");

    private Startup() {}
}
