package org.snmf.magics.command.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snmf.magics.report.Facts;
import org.snmf.magics.run.Outcome;
import org.snmf.models.checkpoint.Families;
import org.snmf.models.checkpoint.Family;
import org.snmf.models.checkpoint.FamilyParts;

/** The families of models, of what their layers are made, and what was compared with the reference. */
final class FamilyList {
    private FamilyList() {}

    static Outcome outcome() {
        Facts facts = new Facts(Families.all().size() + " families of models, compared with Hugging Face transformers");
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Family family : Families.all()) {
            String parts = String.join("; ", FamilyParts.of(family));
            facts.with(family.title(), parts + ". " + checked(family));
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("family", family.key());
            row.put("title", family.title());
            row.put("model_types", family.modelTypes());
            row.put("parts", FamilyParts.of(family));
            row.put("goldens", family.goldens());
            row.put("random_configurations", family.random().compared());
            row.put("greatest_difference", family.random().greatest());
            row.put("tolerance_of_logits", family.tolerance().logits());
            rows.add(row);
        }
        return Outcome.shown(facts.display(), new LinkedHashMap<>(Map.of("families", rows)));
    }

    private static String checked(Family family) {
        return String.format(
                Locale.ROOT,
                "Checked: %d golden%s (%s) within %.1e, %d random configurations within %.1e",
                family.goldens().size(),
                family.goldens().size() == 1 ? "" : "s",
                String.join(", ", family.goldens()),
                family.tolerance().logits(),
                family.random().compared(),
                family.random().greatest());
    }
}
