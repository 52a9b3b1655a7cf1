/**
 * <b>How is a file read, and how does it become whole?</b> Safetensors and NumPy files with strict checks, matrices
 * that stay in their files, hashes, and writes that appear whole or not at all.
 */
@org.jspecify.annotations.NullMarked
package org.snmf.files;
