package org.snmf.magics.options;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snmf.experiments.judge.ChatJudge;
import org.snmf.experiments.judge.Judge;
import org.snmf.experiments.judge.LocalJudge;
import org.snmf.experiments.judge.OfflineJudge;
import org.snmf.experiments.judge.Target;
import org.snmf.experiments.texts.SentenceSpace;
import org.snmf.magics.plan.Plan;
import org.snmf.magics.run.Call;
import org.snmf.models.network.LanguageModel;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who scores texts. */
public final class JudgeChoice {
    /** Kinds of judges. */
    enum Kind {
        offline,
        local,
        chat,
        none
    }

    @Mixin
    private ChatSource chat;

    @Option(
            names = "--judge",
            paramLabel = "WHO",
            description =
                    "Who scores texts: ${COMPLETION-CANDIDATES}. offline by meanings and the unsteered model's "
                            + "likelihood; local by a checkpoint's likelihoods; chat by a chat model. Default: ${DEFAULT-VALUE}.")
    private Kind kind = Kind.offline;

    @Option(
            names = "--judge-model",
            paramLabel = "FILE",
            description = "Checkpoint folder of the local judge. Default: the model that wrote the texts.")
    private @Nullable Path reader;

    /** Uses the judge, if one is wanted, and closes what it opened. */
    public <T> T with(Call call, LanguageModel writer, Function<Optional<Judge>, T> use) {
        return switch (kind) {
            case none -> use.apply(Optional.empty());
            case chat -> {
                try (ChatJudge judge = new ChatJudge(chat.open(), chat.templates())) {
                    yield use.apply(Optional.of(judge));
                }
            }
            case local -> {
                if (reader == null) {
                    yield use.apply(
                            Optional.of(new LocalJudge(writer, call.session().modelName())));
                }
                try (LanguageModel other = LanguageModel.load(reader)) {
                    yield use.apply(Optional.of(
                            new LocalJudge(other, reader.getFileName().toString())));
                }
            }
            default -> use.apply(Optional.of(new OfflineJudge(new SentenceSpace(), writer)));
        };
    }

    /** Adds the calls that so many texts take to a plan. */
    public void describe(int texts, Target like, String text, Plan plan) {
        plan.with("judge", "judge", kind.name());
        if (kind == Kind.chat) {
            try (ChatJudge judge = new ChatJudge(chat.open(), chat.templates())) {
                ChatSource.describe(judge.plan(texts, like, text), plan);
            }
        } else {
            plan.value("calls", 0);
        }
    }
}
