package org.snmf.engine;

import ai.djl.pytorch.jni.JniUtils;

/**
 * How many threads PyTorch's products take on the thread that calls them. PyTorch's setter holds for the calling thread and
 * becomes the default of threads that have not asked yet; reading the number afterwards makes the caller's own setting final.
 */
public final class TorchThreads {
    /**
     * Multiply-adds of a product that one thread has done within about a millisecond. Below, a second thread costs more than
     * it saves.
     */
    private static final long SMALL = 1 << 23;

    private static final int ALL = JniUtils.getNumThreads();

    private TorchThreads() {}

    /** Holds until it is closed, on the same thread. */
    public interface Limit extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Limits this thread to one thread a product while products are small.
     *
     * @param multiplyAdds of the largest product
     * @return what ends the limit, on this thread
     */
    public static Limit forProducts(long multiplyAdds) {
        if (multiplyAdds > SMALL || JniUtils.getNumThreads() == 1) {
            return () -> {};
        }
        keepToOne();
        return () -> set(ALL);
    }

    /** Limits this thread for good; the default of threads that have not asked yet is put back. */
    static synchronized void keepToOne() {
        set(1);
        if (ALL != 1) {
            Thread restorer = new Thread(() -> set(ALL), "snmf-torch-setting");
            restorer.start();
            join(restorer);
        }
    }

    private static void set(int threads) {
        JniUtils.setNumThreads(threads);
        JniUtils.getNumThreads();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
