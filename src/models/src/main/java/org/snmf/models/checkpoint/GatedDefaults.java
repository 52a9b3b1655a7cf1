package org.snmf.models.checkpoint;

/**
 * What the Hugging Face library takes for keys that config.json leaves out.
 *
 * @param ownKvHeads number of key and value heads; 0 means as many as query heads
 */
record GatedDefaults(
        int vocabulary, int hidden, int mlp, int layers, int heads, int ownKvHeads, int context, int bos, int eos) {
    static GatedDefaults of(Family family) {
        return switch (family) {
            case GEMMA2 -> new GatedDefaults(256000, 2304, 9216, 26, 8, 4, 8192, 2, 1);
            case MISTRAL -> new GatedDefaults(32000, 4096, 14336, 32, 32, 8, 131072, 1, 2);
            default -> new GatedDefaults(32000, 4096, 11008, 32, 32, 0, 2048, 1, 2);
        };
    }

    int kvHeads(int heads) {
        return ownKvHeads == 0 ? heads : ownKvHeads;
    }
}
