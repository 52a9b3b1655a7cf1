package org.snmf.magics.source;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.snmf.errors.InputException;
import org.snmf.magics.run.Nearest;
import org.snmf.models.network.place.Site;

/** The names of the places in a layer, as {@code --site} takes them. */
public final class Sites implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Stream.of(Site.values()).map(Site::key).iterator();
    }

    /**
     * The place of that name.
     *
     * @throws InputException if there is none
     */
    public static Site site(String key) {
        return Site.of(key).orElseThrow(() -> {
            List<String> keys = new ArrayList<>();
            new Sites().forEach(keys::add);
            String nearest =
                    Nearest.of(key, keys).map(n -> "Did you mean " + n + "?").orElse("");
            return new InputException("--site", "one of " + Site.keys(), "'" + key + "'", nearest);
        });
    }
}
