package org.snmf.experiments.dictionary.published;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snmf.experiments.dictionary.DictionarySite;
import org.snmf.experiments.dictionary.DictionarySite.Kind;

/** What publishers call places of a network: hooks of TransformerLens, and modules of Hugging Face. */
final class SiteNames {
    private record Rule(Pattern pattern, Kind kind) {}

    private static final String L = "(?<layer>\\d{1,6})";
    private static final String HF = "(?:model\\.|transformer\\.)?(?:layers|h)\\." + L;

    private static final List<Rule> RULES = List.of(
            rule("(?:blocks\\.0\\.)?hook_embed", Kind.EMBEDDING),
            rule("blocks\\." + L + "\\.hook_resid_pre", Kind.RESID_PRE),
            rule("blocks\\." + L + "\\.hook_resid_mid", Kind.RESID_MID),
            rule("blocks\\." + L + "\\.hook_resid_post", Kind.RESID_POST),
            rule("blocks\\." + L + "\\.hook_mlp_out", Kind.MLP_ADDED),
            rule("blocks\\." + L + "\\.hook_attn_out", Kind.ATTENTION),
            rule("blocks\\." + L + "\\.attn\\.hook_z", Kind.HEADS),
            rule("blocks\\." + L + "\\.mlp\\.hook_post", Kind.MLP_ACT),
            rule("blocks\\." + L + "\\.ln2\\.hook_normalized", Kind.NORMALISED),
            rule(HF + "\\.output", Kind.RESID_POST),
            rule(HF, Kind.RESID_POST),
            rule(HF + "\\.mlp(?:\\.output)?", Kind.MLP_OUT),
            rule(HF + "\\.mlp\\.input", Kind.MLP_IN),
            rule(HF + "\\.mlp\\.(?:down_proj|c_proj)\\.input", Kind.MLP_ACT),
            rule(HF + "\\.(?:attn|self_attn)(?:\\.output)?", Kind.ATTENTION),
            rule(HF + "\\.self_attn\\.o_proj\\.input", Kind.HEADS),
            rule(HF + "\\.post_feedforward_layernorm\\.output", Kind.MLP_ADDED),
            rule(HF + "\\.pre_feedforward_layernorm\\.output", Kind.MLP_IN),
            rule("resid_post_layer_" + L, Kind.RESID_POST),
            rule("resid_pre_layer_" + L, Kind.RESID_PRE),
            rule("mlp_out_layer_" + L, Kind.MLP_ADDED),
            rule("attention_out_layer_" + L, Kind.ATTENTION));

    private SiteNames() {}

    private static Rule rule(String pattern, Kind kind) {
        return new Rule(Pattern.compile(pattern), kind);
    }

    /** The place of this name; {@link Kind#UNKNOWN} for a name that is not known. */
    static DictionarySite of(String name) {
        for (Rule rule : RULES) {
            Matcher matcher = rule.pattern().matcher(name);
            if (matcher.matches()) {
                int layer = rule.kind() == Kind.EMBEDDING ? 0 : Integer.parseInt(matcher.group("layer"));
                return new DictionarySite(name, OptionalInt.of(layer), rule.kind());
            }
        }
        return DictionarySite.unknown(name);
    }
}
