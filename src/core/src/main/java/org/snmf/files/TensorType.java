package org.snmf.files;

import java.util.Locale;
import java.util.Optional;

/** Element types of a safetensors file, by the names that its header uses. */
public enum TensorType {
    F64(64),
    F32(32),
    F16(16),
    BF16(16),
    I64(64),
    I32(32),
    I16(16),
    I8(8),
    U64(64),
    U32(32),
    U16(16),
    U8(8),
    BOOL(8),
    C64(64),
    F8_E4M3(8),
    F8_E5M2(8),
    F8_E8M0(8),
    F8_E4M3FNUZ(8),
    F8_E5M2FNUZ(8),
    /** Less than a byte an element: can be passed over, but not read. */
    F4(4),
    F6_E2M3(6),
    F6_E3M2(6);

    private final int bits;

    TensorType(int bits) {
        this.bits = bits;
    }

    /** Bytes of one element; 1 where it takes less. */
    public int bytes() {
        return Math.max(1, bits / 8);
    }

    /** Bytes that so many elements take. */
    long bytes(long elements) {
        return bits >= 8 ? Math.multiplyExact(elements, bits / 8) : (Math.multiplyExact(elements, bits) + 7) / 8;
    }

    /** Whether {@link FloatSource} can widen or narrow this type to float32. */
    public boolean isFloat() {
        return this == F64 || this == F32 || this == F16 || this == BF16;
    }

    static Optional<TensorType> named(String name) {
        for (TensorType type : values()) {
            if (type.name().equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
