package org.snmf.engine;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Products by ND4J (OpenBLAS), on the CPU. */
public final class Nd4jEngine implements Engine {
    private final Lanes lanes;
    private final Set<Nd4jBlock> live = ConcurrentHashMap.newKeySet();

    /** @param threads number of lanes, at least 1 */
    public Nd4jEngine(int threads) {
        this.lanes = new Lanes("nd4j", threads, () -> {});
    }

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public int threads() {
        return lanes.threads();
    }

    @Override
    public Block allocate(int rows, int columns) {
        INDArray array = Nd4j.create(DataType.FLOAT, new long[] {rows, columns}, 'c');
        FloatBuffer values = array.data()
                .pointer()
                .asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        return new Nd4jBlock(array, values, true);
    }

    @Override
    public void multiply(Block x, Block y, Block out, boolean add) {
        Nd4j.gemm(array(x), array(y), array(out), false, false, 1.0, add ? 1.0 : 0.0);
    }

    @Override
    public void multiplyTransposed(Block x, Block y, Block out, boolean add) {
        Nd4j.gemm(array(x), array(y), array(out), false, true, 1.0, add ? 1.0 : 0.0);
    }

    @Override
    public void add(Block x, Block out) {
        array(out).addi(array(x));
    }

    private static INDArray array(Block block) {
        return ((Nd4jBlock) block).array;
    }

    @Override
    public int liveBlocks() {
        return live.size();
    }

    @Override
    public void forEach(int tasks, LaneTask task) {
        lanes.forEach(tasks, task);
    }

    @Override
    public void close() {
        lanes.close();
        List.copyOf(live).forEach(Nd4jBlock::close);
    }

    private final class Nd4jBlock implements Block {
        private final INDArray array;
        private final FloatBuffer values;
        private final boolean owner;
        private boolean closed;

        Nd4jBlock(INDArray array, FloatBuffer values, boolean owner) {
            this.array = array;
            this.values = values;
            this.owner = owner;
            live.add(this);
        }

        @Override
        public int rows() {
            return (int) array.size(0);
        }

        @Override
        public int columns() {
            return (int) array.size(1);
        }

        @Override
        public FloatBuffer values() {
            return values;
        }

        @Override
        public Block rows(int from, int count) {
            INDArray part = array.get(NDArrayIndex.interval(from, from + count), NDArrayIndex.all());
            return new Nd4jBlock(part, values.slice(from * columns(), count * columns()), false);
        }

        @Override
        public void outliveEngine() {
            live.remove(this);
        }

        @Override
        public void close() {
            live.remove(this);
            if (!closed && owner) {
                array.close();
            }
            closed = true;
        }
    }
}
