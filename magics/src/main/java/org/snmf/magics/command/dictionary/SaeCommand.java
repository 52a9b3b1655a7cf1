package org.snmf.magics.command.dictionary;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.DictionaryCoder;
import org.snmf.experiments.dictionary.Latents;
import org.snmf.experiments.dictionary.SelfCheck;
import org.snmf.experiments.dictionary.SparseDictionary;
import org.snmf.experiments.dictionary.published.PublishedDictionary;
import org.snmf.experiments.dictionary.published.PublishedDictionary.Preview;
import org.snmf.experiments.dictionary.published.ReadOptions;
import org.snmf.features.FeatureSheet;
import org.snmf.files.SafetensorsWriter;
import org.snmf.files.SafetensorsWriter.Spec;
import org.snmf.files.TensorType;
import org.snmf.magics.plan.Plan;
import org.snmf.magics.report.ResultFile;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.source.DataSource;
import org.snmf.magics.source.HubDictionaries;
import org.snmf.magics.source.ModelSource;
import org.snmf.magics.source.Sites;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Location;
import org.snmf.store.Sentence;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads a published autoencoder or transcoder and checks it. */
@Command(
        name = "sae",
        description =
                "Reads a published sparse autoencoder or transcoder, says what was decided in reading it, and checks it "
                        + "on the session's sentences or on given rows. With --read its latents become features that "
                        + "'features', 'label', 'detect', 'steer', 'encode', 'page' and 'export' take.")
@Example(
        value = "sae --sae gemma-scope-2b-pt-res/layer_20/width_16k/average_l0_71",
        returns = PublishedDictionary.class)
public final class SaeCommand extends SnmfCommand {
    /** Sentences on which a dictionary is tried unless it is read whole. */
    public static final int TRIED = 100;

    @Option(
            names = "--sae",
            required = true,
            paramLabel = "DIR",
            description = "Folder of the dictionary, or its weights; or owner/name[@revision]/folder of the hub.")
    private String sae;

    @Option(names = "--download", description = "Fetch it from the hub over the network; HF_TOKEN is used if set.")
    private boolean download;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            completionCandidates = Formats.class,
            description = "Whose layout it is in: ${COMPLETION-CANDIDATES}. Default: by its files.")
    private @Nullable String format;

    @Option(
            names = "--reading",
            paramLabel = "NAME",
            description =
                    "Another of several readings: saelens for llama-scope, release for llama-scope-r1, raw or a class for "
                            + "dictionary-learning. Default: the publisher's.")
    private @Nullable String reading;

    @Option(
            names = "--factor",
            paramLabel = "S",
            description = "Fixed factor of the input, where no file has it. Default: what the files say.")
    private @Nullable Double factor;

    @Option(
            names = "--k",
            paramLabel = "K",
            description = "Active latents of a token, where no file has it. Default: what the files say.")
    private @Nullable Integer k;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "Rows to encode, a token each: X.safetensors#x or X.npy. Default: what the model has for the "
                    + "session's sentences.")
    private @Nullable String input;

    @Option(
            names = "--target",
            paramLabel = "FILE",
            description =
                    "What a transcoder should give for --input. Default: 'target' of the same file, if it has it.")
    private @Nullable String target;

    @Option(
            names = "--layer",
            paramLabel = "LAYER",
            description = "Layer it reads, where the files do not say. Default: what the files say.")
    private @Nullable Integer layer;

    @Option(
            names = "--site",
            paramLabel = "SITE",
            completionCandidates = Sites.class,
            description = "Site it reads, where the files do not say. Default: what the files say.")
    private @Nullable String site;

    @Option(
            names = "--first",
            paramLabel = "N",
            description = "Sentences of the session to try it on. Default: " + TRIED + ", and all with --read.")
    private @Nullable Integer first;

    @Option(
            names = "--read",
            arity = "0..1",
            fallbackValue = "100",
            paramLabel = "N",
            description =
                    "Hold the N latents that are active in the most tokens of the session's sentences, or 'all' that "
                            + "are active, as features to be read; without a number ${FALLBACK-VALUE}. Default: none.")
    private @Nullable String read;

    @Option(
            names = "--sheet",
            paramLabel = "FILE",
            description = "File that keeps what verbs find out about the latents of --read, for the next time. "
                    + "Default: beside the folder, as DIR" + FeatureSheet.ENDING
                    + "; none where that cannot be written, or for one of the hub.")
    private @Nullable Path sheet;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Safetensors file for latents and reconstruction. Default: not written.")
    private @Nullable Path out;

    @Option(names = "--dry-run", description = "Show shapes and memory; read no weights.")
    private boolean dryRun;

    @Mixin
    private ModelSource model;

    @Mixin
    private DataSource data;

    /** Keys of the formats. */
    static final class Formats implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return PublishedDictionary.formats().iterator();
        }
    }

    @Override
    public Outcome run(Call call) {
        ReadOptions options = new ReadOptions(
                Optional.ofNullable(format),
                Optional.ofNullable(reading),
                factor == null ? OptionalDouble.empty() : OptionalDouble.of(factor),
                k == null ? OptionalInt.empty() : OptionalInt.of(k));
        Path place = HubDictionaries.find(sae, download && !dryRun, call.progress());
        if (dryRun) {
            return plan(PublishedDictionary.preview(place, options));
        }
        int wanted = read == null ? 0 : LatentReading.count(read);
        if (read != null && input != null) {
            throw new InputException("--read", "sentences of the session", "--input " + input, "Leave --input out.");
        }
        PublishedDictionary opened = PublishedDictionary.open(place, options);
        PublishedDictionary published =
                input != null || (site == null && layer == null) ? opened : opened.at(place(opened));
        int threads = Runtime.getRuntime().availableProcessors();
        try (DictionaryRows rows = rows(call, published)) {
            if (out != null) {
                write(published.dictionary(), rows.x(), out, threads, call);
            }
            SelfCheck check = SelfCheck.of(
                    published.dictionary(), rows.x(), rows.target(), rows.isBegin(), published.expectedL0(), threads);
            Optional<LatentReading> reading =
                    read == null ? Optional.empty() : Optional.of(hold(call, published, wanted, threads));
            return new SaeReport(published, check, rows.origin(), rows.warnings(), Optional.ofNullable(out), reading)
                    .outcome();
        }
    }

    private LatentReading hold(Call call, PublishedDictionary published, int count, int threads) {
        List<Sentence> sentences = data.sentences(call);
        LatentReading reading = LatentReading.of(
                call.session().model(),
                first == null ? sentences : sentences.subList(0, Math.min(first, sentences.size())),
                published,
                count,
                threads,
                sheetFile(),
                call.progress());
        call.session().use(reading.held());
        return reading;
    }

    /** The cache of the hub is not written to. */
    private Optional<Path> sheetFile() {
        if (sheet != null) {
            return Optional.of(sheet);
        }
        Path folder = Path.of(sae).toAbsolutePath().normalize();
        return Optional.ofNullable(folder.getParent())
                .filter(parent -> Files.exists(folder) && Files.isWritable(parent))
                .map(parent -> FeatureSheet.beside(folder));
    }

    private DictionaryRows rows(Call call, PublishedDictionary published) {
        if (input != null) {
            return DictionaryRows.ofFile(input, target, published);
        }
        LanguageModel network = model.load(call).model();
        List<Sentence> sentences = data.sentences(call);
        int tried = Math.min(first == null ? TRIED : first, sentences.size());
        return DictionaryRows.ofModel(network, sentences.subList(0, tried), published, call.progress());
    }

    private Location place(PublishedDictionary published) {
        return new Location(
                layer != null ? layer : published.dictionary().input().layer().orElse(0),
                Sites.site(site == null ? "resid" : site));
    }

    private void write(SparseDictionary dictionary, ActivationMatrix x, Path out, int threads, Call call) {
        long bytes = Float.BYTES * (long) x.tokens() * (dictionary.latents() + dictionary.outputWidth());
        ResultFile.require(out, bytes);
        try (DictionaryCoder coder = new DictionaryCoder(dictionary, threads)) {
            Latents latents = coder.encode(x, call.progress());
            ActivationMatrix y = coder.reconstruct(x);
            List<Spec> specs = List.of(
                    Spec.of("latents", TensorType.F32, latents.tokens(), dictionary.latents()),
                    Spec.of("reconstruction", TensorType.F32, y.tokens(), dictionary.outputWidth()));
            try (SafetensorsWriter writer =
                    SafetensorsWriter.create(out, Map.of("dictionary", dictionary.name()), specs)) {
                for (int t = 0; t < latents.tokens(); t++) {
                    writer.write(latents.token(t));
                }
                for (int t = 0; t < y.tokens(); t++) {
                    writer.write(y.block(t, 1));
                }
                writer.commit();
            }
        }
    }

    private static Outcome plan(Preview preview) {
        Plan plan = new Plan("a published dictionary")
                .with("weights", "weights", preview.weights().toString())
                .with("format", "format", preview.format());
        preview.shapes().forEach((name, shape) -> plan.with(name, shape));
        plan.value("shapes", preview.shapes());
        long bytes = 2 * Float.BYTES * preview.numbers();
        return plan.outcome(bytes, preview.numbers() / 5e7);
    }
}
