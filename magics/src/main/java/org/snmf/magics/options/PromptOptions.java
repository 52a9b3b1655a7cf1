package org.snmf.magics.options;

import java.util.ArrayList;
import java.util.List;
import org.snmf.magics.run.Call;
import org.snmf.models.network.LanguageModel;
import picocli.CommandLine.Option;

/** The prompts after which logits are looked at: options, or the lines of the cell, or a default. */
public final class PromptOptions {
    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "Prompt; repeatable. In a cell magic each line is one.")
    private List<String> prompts = new ArrayList<>();

    /** The texts that are meant. */
    public List<String> texts(Call call, List<String> otherwise) {
        List<String> texts = new ArrayList<>(prompts);
        call.body().stream().flatMap(String::lines).filter(l -> !l.isBlank()).forEach(texts::add);
        return texts.isEmpty() ? otherwise : texts;
    }

    /** Their ids. */
    public static List<int[]> ids(LanguageModel model, List<String> texts) {
        return texts.stream().map(t -> model.tokenizer().encodePrompt(t).ids()).toList();
    }
}
