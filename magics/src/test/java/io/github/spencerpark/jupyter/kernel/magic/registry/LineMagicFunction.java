package io.github.spencerpark.jupyter.kernel.magic.registry;

import java.util.List;

/** Stands for the interface of this name in tests. */
@FunctionalInterface
public interface LineMagicFunction<T> {
    T execute(List<String> args) throws Exception;
}
