package org.snmf.models.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Tokens that the files beside tokenizer.json name, gathered as transformers 5 gathers them: those of
 * {@code added_tokens_decoder} in tokenizer_config.json; where it has none, those of added_tokens.json and of
 * tokenizer.json, with the roles of special_tokens_map.json; and every token that has a role.
 */
final class SpecialTokens {
    private static final List<String> ROLES =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    private static final String EXTRA = "extra_special_tokens";
    /** The older name of the same list. */
    private static final String ADDITIONAL = "additional_special_tokens";

    private final Map<Integer, ObjectNode> byId = new TreeMap<>();
    private final Map<String, JsonNode> roles = new LinkedHashMap<>();
    private final Map<String, JsonNode> own = new LinkedHashMap<>();
    private final List<JsonNode> extra = new ArrayList<>();

    /** @param ofClass special tokens that the tokenizer class has itself */
    SpecialTokens(JsonNode tokenizer, TokenizerFolder folder, Map<String, String> ofClass) {
        ofClass.forEach((role, token) -> roles.put(role, ObjectNodes.text(token)));
        take(folder.settings());
        extra.addAll(list(folder.settings(), EXTRA));
        if (extra.isEmpty()) {
            extra.addAll(list(folder.settings(), ADDITIONAL));
        }
        if (folder.settings().has("added_tokens_decoder")) {
            folder.settings().path("added_tokens_decoder").properties().forEach(entry -> {
                if (entry.getValue().isObject()) {
                    byId.put(Integer.parseInt(entry.getKey()), ObjectNodes.token(entry.getValue(), false));
                }
            });
        } else {
            take(folder.roles());
            extra.addAll(list(folder.roles(), EXTRA));
            legacy(folder.added());
            if (extra.isEmpty()) {
                extra.addAll(list(folder.roles(), ADDITIONAL));
            }
            for (JsonNode token : tokenizer.path("added_tokens")) {
                byId.put(token.path("id").asInt(), ObjectNodes.token(token, false));
            }
        }
    }

    private void take(JsonNode settings) {
        for (Map.Entry<String, JsonNode> entry : settings.properties()) {
            JsonNode value = entry.getValue();
            if (ROLES.contains(entry.getKey())) {
                roles.put(entry.getKey(), value);
            } else if (entry.getKey().endsWith("_token") && value.isTextual()) {
                own.put(entry.getKey(), value);
            }
        }
    }

    private static List<JsonNode> list(JsonNode settings, String name) {
        List<JsonNode> list = new ArrayList<>();
        settings.path(name).forEach(list::add);
        return list;
    }

    /** Tokens of added_tokens.json; special are those that have a role or are listed by then. */
    private void legacy(JsonNode added) {
        List<String> known = all().stream().map(SpecialTokens::content).toList();
        added.properties().forEach(entry -> {
            boolean special = known.contains(entry.getKey());
            ObjectNode token = ObjectNodes.token(ObjectNodes.text(entry.getKey()), special);
            byId.put(entry.getValue().asInt(), token);
        });
    }

    /** Every token that has a role or is listed as special, whatever the files beside say of it. */
    List<String> listed() {
        return all().stream().map(SpecialTokens::content).toList();
    }

    private List<JsonNode> all() {
        List<JsonNode> all = named();
        all.addAll(extra);
        return all;
    }

    /** Tokens with a role, in the order in which the library keeps roles, then those with a role of the model's own. */
    private List<JsonNode> named() {
        List<JsonNode> named = new ArrayList<>();
        ROLES.stream()
                .filter(role -> !roles.getOrDefault(role, ObjectNodes.NOTHING).isNull())
                .forEach(role -> named.add(roles.get(role)));
        named.addAll(own.values());
        return named;
    }

    /** What one role's token is written as, or nothing. */
    String role(String name) {
        return content(roles.getOrDefault(name, ObjectNodes.NOTHING));
    }

    /** All tokens in the order in which they are added; those with a role are special. */
    List<ObjectNode> toAdd() {
        Map<String, ObjectNode> tokens = new LinkedHashMap<>();
        byId.values().forEach(token -> tokens.put(content(token), token));
        for (JsonNode token : all()) {
            tokens.computeIfAbsent(content(token), key -> ObjectNodes.token(token, true));
        }
        for (JsonNode token : named()) {
            Objects.requireNonNull(tokens.get(content(token)), "one of all").put("special", true);
        }
        tokens.remove("");
        return List.copyOf(tokens.values());
    }

    static String content(JsonNode token) {
        return token.isObject() ? token.path("content").asText("") : token.isNull() ? "" : token.asText("");
    }

    /** Makes entries of {@code added_tokens}. */
    private static final class ObjectNodes {
        private static final ObjectMapper JSON = new ObjectMapper();
        static final JsonNode NOTHING = JSON.getNodeFactory().nullNode();

        static JsonNode text(String token) {
            return JSON.getNodeFactory().textNode(token);
        }

        /** @param special what holds where the token does not say it itself */
        static ObjectNode token(JsonNode token, boolean special) {
            boolean isSpecial = token.path("special").asBoolean(special);
            return JSON.createObjectNode()
                    .put("content", content(token))
                    .put("single_word", token.path("single_word").asBoolean(false))
                    .put("lstrip", token.path("lstrip").asBoolean(false))
                    .put("rstrip", token.path("rstrip").asBoolean(false))
                    .put("normalized", token.path("normalized").asBoolean(!isSpecial))
                    .put("special", isSpecial);
        }
    }
}
