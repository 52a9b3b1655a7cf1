package org.snmf.files.table;

import io.airlift.compress.Decompressor;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * How pages of Parquet are packed. Parquet's own factory needs all of Hadoop, and makes room for whatever size a page declares;
 * here a page larger than {@link #LARGEST_PAGE} is refused before.
 */
final class Codecs implements CompressionCodecFactory {
    /** Bytes of an unpacked page: writers make pages of 1 MiB, and larger ones where a single value is larger. */
    static final int LARGEST_PAGE = 256 << 20;

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        if (codec != CompressionCodecName.SNAPPY) {
            throw new IllegalArgumentException("pages are packed by Snappy, not " + codec);
        }
        return new Packer();
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return new Unpacker(codec);
    }

    @Override
    public void release() {}

    private static final class Packer implements BytesInputCompressor {
        private final SnappyCompressor snappy = new SnappyCompressor();

        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            byte[] plain = bytes.toInputStream().readAllBytes();
            byte[] packed = new byte[snappy.maxCompressedLength(plain.length)];
            int count = snappy.compress(plain, 0, plain.length, packed, 0, packed.length);
            return BytesInput.from(Arrays.copyOf(packed, count));
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.SNAPPY;
        }

        @Override
        public void release() {}
    }

    private record Unpacker(CompressionCodecName codec) implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            if (size < 0 || size > LARGEST_PAGE) {
                throw new IOException("a page of " + size + " bytes");
            }
            byte[] packed = bytes.toInputStream().readAllBytes();
            byte[] plain = new byte[size];
            if (unpack(packed, plain) != size) {
                throw new IOException("a page whose sizes contradict each other");
            }
            return BytesInput.from(plain);
        }

        /** How many bytes of {@code plain} were filled. */
        private int unpack(byte[] packed, byte[] plain) throws IOException {
            return switch (codec) {
                case UNCOMPRESSED -> {
                    System.arraycopy(packed, 0, plain, 0, Math.min(packed.length, plain.length));
                    yield packed.length;
                }
                case SNAPPY -> unpack(new SnappyDecompressor(), packed, plain);
                case ZSTD -> unpack(new ZstdDecompressor(), packed, plain);
                case LZ4_RAW -> unpack(new Lz4Decompressor(), packed, plain);
                case GZIP -> {
                    try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                        yield stream.readNBytes(plain, 0, plain.length);
                    }
                }
                default -> throw new IOException("pages packed by " + codec);
            };
        }

        private static int unpack(Decompressor codec, byte[] packed, byte[] plain) throws IOException {
            try {
                return codec.decompress(packed, 0, packed.length, plain, 0, plain.length);
            } catch (MalformedInputException e) {
                throw new IOException("a page that cannot be unpacked", e);
            }
        }

        @Override
        public void decompress(ByteBuffer packed, int packedSize, ByteBuffer unpacked, int size) {
            throw new UnsupportedOperationException("pages outside the heap are not asked for");
        }

        @Override
        public void release() {}
    }
}
