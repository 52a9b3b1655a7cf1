package org.snmf.bench.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.ZipOutputStream;
import org.snmf.data.DataSet;
import org.snmf.experiments.dictionary.published.PublishedDictionary;
import org.snmf.experiments.dictionary.published.ReadOptions;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.factorize.fit.Snmf;
import org.snmf.features.FeatureSet;
import org.snmf.features.FeatureSheet;
import org.snmf.files.MatrixFile;
import org.snmf.files.MatrixLayout;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.SafetensorsWriter.Spec;
import org.snmf.files.TensorType;
import org.snmf.files.python.NamedArrays;
import org.snmf.hierarchy.Hierarchy;
import org.snmf.hierarchy.RecursiveOptions;
import org.snmf.hierarchy.RecursiveSnmf;
import org.snmf.hierarchy.forest.EdgeRule;
import org.snmf.hierarchy.forest.FeatureForest;
import org.snmf.magics.kernel.text.CellMagics;
import org.snmf.magics.kernel.text.SnippetText;
import org.snmf.magics.run.ArgumentLine;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Coefficients;
import org.snmf.matrix.Matrices;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.tokens.Tokenizer;
import org.snmf.progress.Progress;
import org.snmf.store.ActivationStore;
import org.snmf.store.ActivationStoreWriter;
import org.snmf.store.Provenance;
import org.snmf.store.Sentence;
import org.snmf.store.StoredSite;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;

/** Writes a small whole file of each kind with the library's own writers, and names who reads it. */
final class FuzzFiles {
    private static final int NEURONS = 8;
    private static final int TOKENS = 10;
    private static final SnmfOptions FIT = SnmfOptions.rank(3)
            .withSparsity(0.3)
            .withStopping(Stopping.after(3))
            .withThreads(1);
    private static final String CONFIG = """
            {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu", "hidden_size": 32,
             "intermediate_size": 64, "num_attention_heads": 4, "num_hidden_layers": 2, "num_key_value_heads": 2,
             "max_position_embeddings": 1024, "rms_norm_eps": 1e-05, "rope_theta": 500000.0, "vocab_size": 300,
             "rope_scaling": {"factor": 8.0, "high_freq_factor": 4.0, "low_freq_factor": 1.0,
                              "original_max_position_embeddings": 64, "rope_type": "llama3"},
             "bos_token_id": 1, "eos_token_id": [2, 3], "tie_word_embeddings": false, "torch_dtype": "bfloat16"}
            """;
    private static final String TOKENIZER = """
            {"version": "1.0", "truncation": null, "padding": null,
             "added_tokens": [{"id": 0, "content": "<s>", "single_word": false, "lstrip": false, "rstrip": false,
                               "normalized": false, "special": true}],
             "normalizer": {"type": "Prepend", "prepend": "_"},
             "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true},
             "post_processor": {"type": "TemplateProcessing",
              "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
              "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
              "special_tokens": {"<s>": {"id": "<s>", "ids": [0], "tokens": ["<s>"]}}},
             "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true},
             "model": {"type": "BPE", "dropout": null, "unk_token": "<s>", "continuing_subword_prefix": null,
              "end_of_word_suffix": null, "fuse_unk": false, "byte_fallback": false,
              "vocab": {"<s>": 0, "a": 1, "b": 2, "ab": 3, "\u0120": 4, "\u0120a": 5}, "merges": [["a", "b"], ["\u0120", "a"]]}}
            """;
    private static final String CELL = """
            import java.util.List;
            %snmf capture --model "embed\\"ded" --layers 0,1 \\
                --out 'a store'
            /* a comment */ var f = %snmf factorize --input store#layer.0 --rank 24;
            String s = "%d of \\u0041" + 'c' + \"\"\"
                %snmf not one
                \"\"\";
            // %snmf nor this
            int r = 7 % 3; if (r == 1) { System.out.println(List.of(r % 2)); }
            """;

    private final Path folder;
    private final List<FuzzTarget> targets = new ArrayList<>();

    FuzzFiles(Path folder) {
        this.folder = folder;
    }

    List<FuzzTarget> targets() throws IOException {
        arrays();
        texts();
        store();
        results();
        dictionary();
        return targets;
    }

    private void add(String name, Path file, FuzzTarget.Reader reader) {
        targets.add(new FuzzTarget(name, List.of(file), reader));
    }

    private static float[] numbers(int count) {
        SplittableRandom random = new SplittableRandom(count);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextDouble(-1, 2);
        }
        return numbers;
    }

    private static ActivationMatrix matrix() {
        return Matrices.dense(NEURONS, TOKENS, numbers(NEURONS * TOKENS));
    }

    private void safetensors(Path file, Map<String, long[]> shapes) {
        List<Spec> specs = shapes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> Spec.of(e.getKey(), TensorType.F32, e.getValue()))
                .toList();
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, Map.of("format", "pt"), specs)) {
            specs.forEach(spec -> writer.write(numbers((int) (spec.bytes() / Float.BYTES))));
            writer.commit();
        }
    }

    private static Object whole(MatrixFile file) {
        try (file) {
            ActivationMatrix a = file.activations();
            for (int t = 0; t < a.tokens(); t += 64) {
                a.block(t, Math.min(64, a.tokens() - t));
            }
            return a;
        }
    }

    private static Object whole(NamedArrays arrays) {
        try (arrays) {
            arrays.values();
            for (String name : arrays.names()) {
                arrays.shape(name);
                arrays.floats(name);
            }
            return arrays;
        }
    }

    private void arrays() throws IOException {
        Path tensors = folder.resolve("A.safetensors");
        safetensors(tensors, Map.of("a", new long[] {NEURONS, TOKENS}));
        add("safetensors", tensors, () -> whole(MatrixFile.open(tensors.toString(), MatrixLayout.NEURONS_BY_TOKENS)));
        Path npy = Files.write(folder.resolve("A.npy"), npy());
        add("npy", npy, () -> whole(MatrixFile.open(npy.toString(), MatrixLayout.TOKENS_BY_NEURONS)));
        Path npz = zip(folder.resolve("A.npz"), Map.of("a.npy", npy()));
        add("npz", npz, () -> whole(MatrixFile.open(npz.toString(), MatrixLayout.TOKENS_BY_NEURONS)));
        Path archive = zip(folder.resolve("B.npz"), Map.of("a.npy", npy(), "b.npy", npy()));
        add("npz, all arrays", archive, () -> whole(NamedArrays.open(archive)));
        Path torch = zip(
                folder.resolve("A.pt"),
                Map.of("ae/data.pkl", pickle(), "ae/data/0", bytes(numbers(6)), "ae/byteorder", utf8("little")));
        add("pt", torch, () -> whole(NamedArrays.open(torch)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(float[] numbers) {
        var buffer = ByteBuffer.allocate(Float.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(numbers);
        return buffer.array();
    }

    private static byte[] npy() {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + TOKENS + ", " + NEURONS + "), }\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
        out.writeBytes(utf8(header));
        out.writeBytes(bytes(numbers(TOKENS * NEURONS)));
        return out.toByteArray();
    }

    /** What torch.save writes of {"a": a 2 x 3 tensor, "l": [1, 2.5, None, True]}, protocol 2. */
    private static byte[] pickle() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x80, 2, '}', 'q', 0, '('});
        text(out, "a");
        out.writeBytes(utf8("ctorch._utils\n_rebuild_tensor_v2\n(("));
        text(out, "storage");
        out.writeBytes(utf8("ctorch\nFloatStorage\n"));
        text(out, "0");
        text(out, "cpu");
        out.writeBytes(new byte[] {'K', 6, 't', 'Q', 'K', 0, 'K', 2, 'K', 3, (byte) 0x86, 'K', 3, 'K', 1, (byte) 0x86});
        out.writeBytes(new byte[] {(byte) 0x89});
        out.writeBytes(utf8("ccollections\nOrderedDict\n)RtR"));
        text(out, "l");
        out.writeBytes(new byte[] {']', 'q', 1, '(', 'K', 1, 'G', 0x40, 4, 0, 0, 0, 0, 0, 0, 'N', (byte) 0x88, 'e'});
        out.writeBytes(new byte[] {'u', '.'});
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.writeBytes(new byte[] {'X', (byte) text.length(), 0, 0, 0});
        out.writeBytes(utf8(text));
    }

    private static Path zip(Path file, Map<String, byte[]> entries) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : new TreeMap<>(entries).entrySet()) {
                Mutation.put(zip, entry.getKey(), entry.getValue(), true);
            }
        }
        return file;
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private void texts() throws IOException {
        Path model = Files.createDirectory(folder.resolve("model"));
        Path config = Files.writeString(model.resolve("config.json"), CONFIG);
        add("config.json", config, () -> ModelConfig.read(model));
        Path tokenizer = Files.writeString(model.resolve("tokenizer.json"), TOKENIZER);
        Path beside = Files.writeString(
                model.resolve("tokenizer_config.json"),
                "{\"add_bos_token\": true, \"bos_token\": {\"content\": \"<s>\"}, \"tokenizer_class\": \"LlamaTokenizer\","
                        + " \"added_tokens_decoder\": {\"0\": {\"content\": \"<s>\", \"special\": true}}}");
        targets.add(new FuzzTarget("tokenizer", List.of(tokenizer, beside), () -> {
            try (Tokenizer read = Tokenizer.load(model)) {
                return read.encode("ab a");
            }
        }));
        for (Map.Entry<String, String> data : Map.of(
                        "json",
                                "[{\"prompt\": \"one day\", \"label\": \"a\"}, {\"text\": \"two\", \"label\": [\"b\"]}]",
                        "jsonl", "{\"prompt\": \"one\", \"label\": \"a\"}\n{\"prompt\": \"two\", \"label\": null}\n",
                        "csv", "prompt,label\n\"one, \"\"day\"\"\",a\ntwo,b\n",
                        "txt", "one day\n\ntwo \u00e9\n")
                .entrySet()) {
            Path file = Files.writeString(folder.resolve("data." + data.getKey()), data.getValue());
            add("data." + data.getKey(), file, () -> DataSet.of(file));
        }
        Path line = Files.writeString(folder.resolve("line"), "factorize --input 'a b' --out \"c\\\"d\" e\\ f C:\\g");
        add("argument line", line, () -> ArgumentLine.split(read(line)));
        CellMagics magics = new CellMagics(() -> List.of("snmf", "maven"), words -> Optional.of(Object.class));
        Path cell = Files.writeString(folder.resolve("cell"), CELL);
        add("cell", cell, () -> {
            String text = read(cell);
            magics.goesOn(text);
            magics.magicAtEnd(text);
            return SnippetText.of(magics.resolveMagics(text));
        });
    }

    private void store() throws IOException {
        Path store = folder.resolve("store");
        StoredSite site = new StoredSite(0, "mlp_act", NEURONS);
        try (ActivationStoreWriter writer = new ActivationStoreWriter(store, List.of(site))) {
            writer.append(Map.of(site, FloatBuffer.wrap(numbers(NEURONS * TOKENS))), TOKENS);
            writer.finish(table(), Provenance.of(Map.of("model", "abc"), Map.of("site", "mlp_act")));
        }
        try (var files = Files.list(store)) {
            targets.add(new FuzzTarget("store", files.sorted().toList(), () -> {
                try (ActivationStore read = ActivationStore.open(store)) {
                    for (StoredSite place : read.sites()) {
                        ActivationMatrix a = read.activations(place.layer(), place.site());
                        a.block(0, a.tokens());
                    }
                    return read.provenance();
                }
            }));
        }
    }

    private static TokenTable table() {
        List<Token> tokens = new ArrayList<>();
        for (int t = 0; t < TOKENS; t++) {
            tokens.add(new Token(t, " w\"<" + t, 0, t, 0, 1));
        }
        return new TokenTable(List.of(new Sentence("a <b> \"c\" \u00e9", "label")), tokens);
    }

    private static Object whole(Coefficients y) {
        for (int r = 0; r < y.features(); r++) {
            y.feature(r);
        }
        return y;
    }

    private void results() {
        Path file = folder.resolve("F.safetensors");
        Factorization f = Snmf.fit(matrix(), FIT, Progress.NONE);
        f.save(file);
        add("factorization", file, () -> whole(Factorization.load(file).coefficients()));
        Path sheet = FeatureSheet.beside(file);
        FeatureSheet.of(f)
                .with(FeatureSheet.Column.of("label", "me", Map.of(0, "days", 2, "months")))
                .save(sheet);
        add("feature sheet", sheet, () -> FeatureSheet.load(sheet, FeatureSet.of(f)));
        Path tree = folder.resolve("H.safetensors");
        Hierarchy h = new RecursiveSnmf(RecursiveOptions.of(FIT, 3, 2)).fit(matrix(), Progress.NONE);
        h.save(tree);
        add("hierarchy", tree, () -> {
            Hierarchy read = Hierarchy.load(tree);
            return read.coefficientsToTokens(read.depth() - 1);
        });
        Path forest = folder.resolve("forest.json");
        FeatureForest.of(h, table(), EdgeRule.readable()).save(forest);
        add("forest", forest, () -> FeatureForest.load(forest).depth());
        Path checkpoint = folder.resolve("checkpoint");
        SnmfOptions more = FIT.withStopping(Stopping.after(4));
        new Snmf(FIT).withCheckpoint(checkpoint, 0).fit(matrix(), Progress.NONE);
        add("checkpoint", checkpoint, () -> new Snmf(more)
                .withCheckpoint(checkpoint, 1e9)
                .fit(matrix(), Progress.NONE));
    }

    private void dictionary() throws IOException {
        Path sae = Files.createDirectory(folder.resolve("sae"));
        Path weights = sae.resolve("sae_weights.safetensors");
        safetensors(
                weights,
                Map.of(
                        "W_enc",
                        new long[] {4, 8},
                        "W_dec",
                        new long[] {8, 4},
                        "b_enc",
                        new long[] {8},
                        "b_dec",
                        new long[] {4}));
        Path config = Files.writeString(
                sae.resolve("cfg.json"),
                "{\"architecture\": \"standard\", \"d_in\": 4, \"d_sae\": 8, \"activation_fn_str\": \"relu\", \"hook_name\":"
                        + " \"blocks.3.hook_resid_pre\", \"hook_layer\": 3, \"apply_b_dec_to_input\": true,"
                        + " \"normalize_activations\": \"none\", \"finetuning_scaling_factor\": false, \"prepend_bos\": true,"
                        + " \"model_name\": \"gpt2-small\", \"dtype\": \"torch.float32\"}");
        targets.add(new FuzzTarget(
                "dictionary", List.of(weights, config), () -> PublishedDictionary.open(sae, ReadOptions.NONE)));
    }
}
