package org.snmf.engine;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Products by PyTorch through DJL, on the CPU. Every lane calls single-threaded products of its own, since two lanes on two
 * panels keep their caches, where one product on two threads would not, and since threads that spin between products
 * would take the cores from the loops in Java. Only the lanes are limited: other users of PyTorch keep their threads.
 */
public final class TorchEngine implements Engine {
    private final NDManager manager;
    private final Lanes lanes;
    private final Set<TorchBlock> live = ConcurrentHashMap.newKeySet();

    /** @param threads number of lanes, at least 1 */
    public TorchEngine(int threads) {
        this.manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        this.lanes = new Lanes("torch", threads, TorchThreads::keepToOne);
    }

    @Override
    public String name() {
        return "torch";
    }

    @Override
    public int threads() {
        return lanes.threads();
    }

    @Override
    public Block allocate(int rows, int columns) {
        NDArray array = zeros(rows, columns);
        return new TorchBlock(array, view(array), rows, columns);
    }

    /** Native memory that is not there is an error of the same kind as heap that is not there, and is met by the same people. */
    private NDArray zeros(int rows, int columns) {
        try {
            return manager.zeros(new Shape(rows, columns), DataType.FLOAT32);
        } catch (EngineException e) {
            if (String.valueOf(e.getMessage()).contains("not enough memory")) {
                OutOfMemoryError error =
                        new OutOfMemoryError("native memory for " + rows + " x " + columns + " numbers");
                error.initCause(e);
                throw error;
            }
            throw e;
        }
    }

    @Override
    public void multiply(Block x, Block y, Block out, boolean add) {
        store(array(x).matMul(array(y)), out, add);
    }

    @Override
    public void multiplyTransposed(Block x, Block y, Block out, boolean add) {
        store(array(x).matMul(((TorchBlock) y).transposed), out, add);
    }

    @Override
    public void add(Block x, Block out) {
        array(out).addi(array(x));
    }

    private static void store(NDArray result, Block out, boolean add) {
        try (result) {
            if (add) {
                array(out).addi(result);
            } else {
                out.values().put(0, view(result), 0, out.rows() * out.columns());
            }
        }
    }

    /** The array's own memory. NDArray.copyTo would not do: it gives the target other memory. */
    private static FloatBuffer view(NDArray array) {
        return array.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    private static NDArray array(Block block) {
        return ((TorchBlock) block).array;
    }

    @Override
    public int liveBlocks() {
        return live.size();
    }

    /** Native arrays of any kind that this engine has not given back: blocks, their transposed views, and results. */
    int nativeArrays() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void forEach(int tasks, LaneTask task) {
        lanes.forEach(tasks, task);
    }

    @Override
    public void close() {
        lanes.close();
        List.copyOf(live).forEach(TorchBlock::close);
        manager.close();
    }

    private final class TorchBlock implements Block {
        private final NDArray array;
        private final NDArray transposed;
        private final FloatBuffer values;
        private final int rows;
        private final int columns;
        private boolean closed;

        TorchBlock(NDArray array, FloatBuffer values, int rows, int columns) {
            this.array = array;
            this.transposed = array.transpose();
            this.values = values;
            this.rows = rows;
            this.columns = columns;
            live.add(this);
        }

        @Override
        public int rows() {
            return rows;
        }

        @Override
        public int columns() {
            return columns;
        }

        @Override
        public FloatBuffer values() {
            return values;
        }

        @Override
        public Block rows(int from, int count) {
            NDArray part = array.get(new NDIndex().addSliceDim(from, from + count));
            return new TorchBlock(part, values.slice(from * columns, count * columns), count, columns);
        }

        @Override
        public void outliveEngine() {
            live.remove(this);
            transposed.detach();
            array.detach();
        }

        @Override
        public void close() {
            live.remove(this);
            if (!closed) {
                closed = true;
                transposed.close();
                array.close();
            }
        }
    }
}
