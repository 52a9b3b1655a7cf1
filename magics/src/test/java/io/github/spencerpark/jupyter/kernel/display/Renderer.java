package io.github.spencerpark.jupyter.kernel.display;

import java.util.LinkedHashMap;
import java.util.Map;

/** As in IJava 1.3, without what the adapter does not use. */
public final class Renderer {
    private final Map<Class<?>, RenderFunction<Object>> functions = new LinkedHashMap<>();

    /** A type on its way to its function. */
    public final class RenderRegistration<T> {
        private final Class<T> type;

        RenderRegistration(Class<T> type) {
            this.type = type;
        }

        public RenderRegistration<T> preferring(String... types) {
            return this;
        }

        public void register(RenderFunction<T> function) {
            functions.put(type, (data, context) -> function.render(type.cast(data), context));
        }
    }

    public <T> RenderRegistration<T> createRegistration(Class<T> type) {
        return new RenderRegistration<>(type);
    }

    public DisplayData render(Object value) {
        DisplayData data = new DisplayData();
        functions.forEach((type, function) -> {
            if (type.isInstance(value)) {
                function.render(value, new RenderContext(data));
            }
        });
        return data;
    }
}
