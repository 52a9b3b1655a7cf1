/**
 * How are arrays read that Python's tools wrote, without Python?
 *
 * <p>{@link org.snmf.files.python.NamedArrays} is the one view of them: names, shapes, numbers as float32. Behind it are
 * safetensors files, NumPy's {@code .npz} and PyTorch's {@code .pt}, whose pickle is interpreted from a short list of
 * allowed words and never executed.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.files.python;
