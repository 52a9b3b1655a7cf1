package org.snmf.files.python;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.snmf.files.Safetensors;
import org.snmf.files.TensorInfo;

/** The tensors of a safetensors file. */
record SafetensorsArrays(Safetensors open) implements NamedArrays {
    static SafetensorsArrays open(Path file) {
        return new SafetensorsArrays(Safetensors.open(file));
    }

    @Override
    public Path file() {
        return open.file();
    }

    @Override
    public Set<String> names() {
        return open.tensors().keySet();
    }

    @Override
    public List<Long> shape(String name) {
        return open.info(name).shape();
    }

    @Override
    public float[] floats(String name) {
        TensorInfo info = open.info(name);
        int count = Widening.length(file() + "#" + name, info.shape());
        if (info.type().isFloat()) {
            return open.tensor(name).floats();
        }
        return Widening.of(info.type(), open.tensor(name).bytes(0, count), count);
    }

    @Override
    public Map<String, Object> values() {
        return new TreeMap<>(open.metadata());
    }

    @Override
    public void close() {
        open.close();
    }
}
