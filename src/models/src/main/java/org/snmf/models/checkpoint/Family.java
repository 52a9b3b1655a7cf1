package org.snmf.models.checkpoint;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The model families whose forward pass is known here, by the names that config.json gives them. */
public enum Family {
    GPT2("GPT2LMHeadModel", "gpt2"),
    LLAMA("LlamaForCausalLM", "llama"),
    /** Llama with a window on every layer. */
    MISTRAL("MistralForCausalLM", "mistral"),
    GEMMA2("Gemma2ForCausalLM", "gemma2");

    private final String architecture;
    private final String modelType;

    Family(String architecture, String modelType) {
        this.architecture = architecture;
        this.modelType = modelType;
    }

    /** Its name in records and options. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The entry of {@code architectures} in config.json. */
    public String architecture() {
        return architecture;
    }

    /** Whether a class of the Hugging Face library is this family, with whatever head. */
    boolean hasArchitecture(String name) {
        String stem = architecture.replaceAll("(LMHeadModel|ForCausalLM)$", "");
        return name.matches("(?i)" + stem + "(Model|LMHeadModel|DoubleHeadsModel|For[A-Za-z]+)");
    }

    /** The value of {@code model_type} in config.json. */
    public String modelType() {
        return modelType;
    }

    /** All known families as a person would read them, for messages. */
    public static String list() {
        return Arrays.stream(values())
                .map(family -> family.architecture + " (" + family.modelType + ")")
                .collect(Collectors.joining(", "));
    }
}
