package org.snmf.experiments.dictionary.published;

import java.util.OptionalInt;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.DictionarySite;
import org.snmf.experiments.dictionary.DictionarySite.Kind;
import org.snmf.experiments.dictionary.Normalisation;
import org.snmf.experiments.dictionary.published.Decision.Origin;
import org.snmf.files.python.NamedArrays;

/** {@code params.safetensors} of Gemma Scope 2, with {@code config.json} where there is one. */
final class GemmaScope2 implements Format {
    private static final String AFFINE = "affine_skip_connection";

    @Override
    public String key() {
        return "gemma-scope-2";
    }

    @Override
    public PublishedDictionary read(Source source, ReadOptions options) {
        Config config = source.beside("config.json").map(Config::read).orElseGet(() -> Config.none(source.folder()));
        refuse(source, config);
        try (Tensors tensors = new Tensors(NamedArrays.open(source.weights()))) {
            Draft draft = new Draft(source, tensors);
            GemmaScope.jumpRelu(draft);
            draft.normalisation(Normalisation.NONE, Origin.REGISTRY);
            skip(draft, config);
            sites(draft, config);
            draft.beginToken(true, Origin.REGISTRY);
            config.number("l0").ifPresent(l0 -> draft.expects(l0, "config.json"));
            draft.ledger.warn("this layout is known from other readers alone: look at the self-check");
            return draft.finish(GemmaScope.name(source));
        }
    }

    private static void refuse(Source source, Config config) {
        String architecture = config.text("architecture", "jump_relu");
        if (!architecture.equals("jump_relu") && !architecture.equals("jumprelu")) {
            throw config.wrong("architecture", "jump_relu", architecture);
        }
        String type = type(source, config);
        if (type.contains("clt") || type.contains("crosscoder")) {
            throw new InputException(
                    source.weights().toString(),
                    "an autoencoder or a transcoder of one layer",
                    type + ", which writes to several layers",
                    "Such dictionaries are not read.");
        }
    }

    private static String type(Source source, Config config) {
        return source.inPath("/((?:resid_post|attn_out|mlp_out|transcoder|clt|crosscoder)[^/]*)/[^/]*/params")
                .orElse(config.text("type", ""));
    }

    private static void skip(Draft draft, Config config) {
        boolean named = draft.source.folder().getFileName().toString().endsWith("_affine");
        boolean stated = config.flag("affine_connection").orElse(named);
        if (draft.tensors.has(AFFINE)) {
            draft.skip(
                    draft.tensors
                            .matrix(AFFINE, draft.widths.input(), draft.widths.output())
                            .transposed(),
                    AFFINE + " [d_in, d_out], added as x·A, not transposed",
                    Origin.REGISTRY);
        } else if (stated) {
            throw new InputException(
                    draft.source.weights().toString(),
                    "a tensor " + AFFINE + ", as " + (named ? "the folder's name" : "config.json") + " says",
                    "none",
                    "Fetch the file again.");
        }
    }

    private static void sites(Draft draft, Config config) {
        OptionalInt layer = draft.source.inPath("/layer_(\\d+)_").stream()
                .mapToInt(Integer::parseInt)
                .findFirst();
        String module = "model.layers." + (layer.isPresent() ? layer.getAsInt() : "?");
        String type = type(draft.source, config);
        String in;
        String out;
        if (type.startsWith("resid_post")) {
            in = out = module + ".output";
        } else if (type.startsWith("attn_out")) {
            in = out = module + ".self_attn.o_proj.input";
        } else if (type.startsWith("mlp_out")) {
            in = out = module + ".post_feedforward_layernorm.output";
        } else if (type.startsWith("transcoder")) {
            in = module + ".pre_feedforward_layernorm.output";
            out = module + ".post_feedforward_layernorm.output";
        } else {
            in = out = "not said";
        }
        boolean stated = config.has("hf_hook_point_in");
        DictionarySite input = SiteNames.of(config.text("hf_hook_point_in", in));
        DictionarySite output = SiteNames.of(config.text("hf_hook_point_out", stated ? input.name() : out));
        draft.sites(input, output, input.kind() == Kind.UNKNOWN ? Origin.GUESS : Origin.FILE);
    }
}
