package io.github.spencerpark.jupyter.kernel.display;

import java.util.LinkedHashMap;
import java.util.Map;

/** Stands for the class of this name in tests. */
public final class DisplayData {
    public final Map<String, Object> data = new LinkedHashMap<>();
    public final Map<String, Object> transients = new LinkedHashMap<>();

    public void putData(String mimeType, Object value) {
        data.put(mimeType, value);
    }

    public void putTransientData(String key, Object value) {
        transients.put(key, value);
    }
}
