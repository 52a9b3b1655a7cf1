package org.snmf.magics.options;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.experiments.chat.ChatBudget;
import org.snmf.experiments.chat.ChatBudget.Prices;
import org.snmf.experiments.chat.ChatClient;
import org.snmf.experiments.chat.ChatKey;
import org.snmf.experiments.chat.ChatOptions;
import org.snmf.experiments.chat.ChatPlan;
import org.snmf.magics.plan.Plan;
import picocli.CommandLine.Option;

/** Which chat model a verb asks, and what it may spend. The key comes from a variable of the environment, by its name. */
public final class ChatSource {
    private static final ChatOptions USUAL =
            ChatOptions.of(ChatOptions.Provider.OPENAI, URI.create("http://localhost"), "any");

    @Option(
            names = "--provider",
            paramLabel = "WHO",
            description = "Protocol of the chat server: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private ChatOptions.Provider provider = ChatOptions.Provider.OPENAI;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Address of the chat server. Default: OpenAI's, or Ollama's on this machine.")
    private @Nullable URI url;

    @Option(
            names = "--chat-model",
            paramLabel = "NAME",
            description = "Name of the chat model; needed for chat. Default: none.")
    private @Nullable String model;

    @Option(
            names = "--key-from",
            paramLabel = "VARIABLE",
            description = "Variable of the environment with the key. Default: ${DEFAULT-VALUE}, where it is set.")
    private String variable = "OPENAI_API_KEY";

    @Option(
            names = "--answers",
            paramLabel = "FILE",
            description = "Folder that keeps every answer, so that none is asked twice. Default: ${DEFAULT-VALUE}.")
    private Path answers = Path.of("snmf-answers");

    @Option(
            names = "--budget",
            paramLabel = "CALLS",
            description = "Most calls, retries counted. Default: ${DEFAULT-VALUE}.")
    private int calls = 1000;

    @Option(
            names = "--per-minute",
            paramLabel = "CALLS",
            description = "Most calls a minute. Default: ${DEFAULT-VALUE}.")
    private int perMinute = USUAL.perMinute();

    @Option(
            names = "--at-once",
            paramLabel = "CALLS",
            description = "Most calls at the same time. Default: ${DEFAULT-VALUE}.")
    private int atOnce = USUAL.atOnce();

    @Option(names = "--max-cost", paramLabel = "X", description = "Most money; needs --price. Default: no limit.")
    private @Nullable Double cost;

    @Option(
            names = "--price",
            split = ",",
            paramLabel = "IN,OUT",
            description =
                    "Price of a million tokens of prompts, and of answers, as in 0.15,0.60. Default: no cost is shown.")
    private List<Double> price = new ArrayList<>();

    @Option(
            names = "--templates",
            paramLabel = "FILE",
            description = "Folder with prompts of your own. Default: the project's.")
    private @Nullable Path templates;

    /** Folder of a person's own prompts. */
    public Optional<Path> templates() {
        return Optional.ofNullable(templates);
    }

    /** A client as the options say; the caller closes it. */
    public ChatClient open() {
        if (model == null) {
            throw new InputException(
                    "--chat-model", "the name of a chat model", "none", "Example: --chat-model gpt-4o-mini");
        }
        if (!(price.isEmpty() || price.size() == 2)) {
            throw new InputException("--price", "two numbers", price.toString(), "Example: --price 0.15,0.60");
        }
        Optional<Prices> prices =
                price.isEmpty() ? Optional.empty() : Optional.of(new Prices(price.get(0), price.get(1)));
        ChatBudget budget = new ChatBudget(calls, Optional.ofNullable(cost), prices);
        Optional<ChatKey> key = Optional.ofNullable(System.getenv(variable))
                .filter(k -> !k.isBlank())
                .map(k -> new ChatKey(k.strip()));
        return new ChatClient(
                ChatOptions.of(provider, address(), model).withLimits(atOnce, perMinute), key, budget, answers);
    }

    private URI address() {
        if (url != null) {
            return url;
        }
        return URI.create(
                provider == ChatOptions.Provider.OPENAI ? "https://api.openai.com/v1" : "http://localhost:11434");
    }

    /** Adds what asking will take. */
    public static void describe(ChatPlan plan, Plan to) {
        to.with("calls to the chat model", "calls", plan.calls())
                .with("answered before", "on_disk", plan.onDisk())
                .with("tokens of prompts, about", "input_tokens", plan.inputTokens())
                .with("tokens of answers, at most", "output_tokens", plan.outputTokens())
                .with("cost, at most", plan.cost().map(ChatSource::money).orElse("unknown without --price"))
                .value("cost", plan.cost().orElse(null));
    }

    private static String money(double amount) {
        return String.format(Locale.ROOT, "%.4f", amount);
    }
}
