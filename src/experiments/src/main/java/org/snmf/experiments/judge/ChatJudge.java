package org.snmf.experiments.judge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snmf.experiments.chat.ChatAnswer;
import org.snmf.experiments.chat.ChatClient;
import org.snmf.experiments.chat.ChatPlan;
import org.snmf.experiments.chat.PromptTemplate;
import org.snmf.progress.Progress;

/**
 * Asks a chat model for each axis on its own, with a rubric after AxBench's (paper, section 5): a short reason, then a rating
 * from 0 to 2. It sees the continuation without its prompt, and not what is written unsteered.
 */
public final class ChatJudge implements Judge {
    private final ChatClient client;
    private final PromptTemplate concept;
    private final PromptTemplate fluency;

    /**
     * A judge that asks through {@code client}, and closes it.
     *
     * @param templates folder of a person's own prompts
     */
    public ChatJudge(ChatClient client, Optional<Path> templates) {
        this.client = client;
        this.concept = PromptTemplate.of(PromptTemplate.Name.JUDGE_CONCEPT, templates);
        this.fluency = PromptTemplate.of(PromptTemplate.Name.JUDGE_FLUENCY, templates);
    }

    @Override
    public String name() {
        return "chat (" + client.model() + ")";
    }

    /** What judging these will take; nothing is sent. */
    public ChatPlan plan(Target target, Continuations continuations) {
        return client.plan(prompts(target, continuations.texts()));
    }

    /** What judging so many texts like this one will take, before they are written. */
    public ChatPlan plan(int texts, Target target, String like) {
        return client.plan(2 * texts, prompts(target, List.of(like)).get(0));
    }

    @Override
    public List<Judgement> judge(Target target, Continuations continuations, Progress progress) {
        List<ChatAnswer> answers = client.ask(prompts(target, continuations.texts()), progress);
        List<Judgement> judgements = new ArrayList<>();
        for (int i = 0; i < answers.size(); i += 2) {
            judgements.add(new Judgement(score(answers.get(i)), score(answers.get(i + 1))));
        }
        return judgements;
    }

    /** Concept and fluency of each text, in turn. */
    private List<String> prompts(Target target, List<String> texts) {
        List<String> prompts = new ArrayList<>();
        for (String text : texts) {
            prompts.add(concept.fill(Map.of("concept", target.description(), "text", text)));
            prompts.add(fluency.fill(Map.of("text", text)));
        }
        return prompts;
    }

    private static Score score(ChatAnswer answer) {
        return switch (answer.state()) {
            case ANSWERED -> Rating.read(answer.text());
            case REFUSED -> Score.refused(answer.reason());
            case GARBLED -> Score.unparsable(answer.reason());
            case UNANSWERED -> Score.unanswered(answer.reason());
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
