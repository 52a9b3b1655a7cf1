package org.snmf.experiments.chat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.snmf.errors.InputException;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * Asks a chat model many prompts. Each answer is on disk before the next is waited for, so that a run which was stopped goes
 * on where it was and a second run makes no call. When the server fails {@value #GIVING_UP} prompts in a row, retries
 * included, the rest is not sent.
 */
public final class ChatClient implements AutoCloseable {
    private static final int GIVING_UP = 5;
    private static final long GLANCE_MILLIS = 50;
    private static final long GRACE_MILLIS = 3_000;

    private final ChatOptions options;
    private final ChatBudget budget;
    private final Spending spending;
    private final ChatServer server;
    private final ChatCache cache;
    private final ExecutorService workers;

    /**
     * A client of one server.
     *
     * @param key what the server asks for; none for servers that ask for nothing
     * @param answers folder of the answers so far; made when the first is kept
     */
    public ChatClient(ChatOptions options, Optional<ChatKey> key, ChatBudget budget, Path answers) {
        this.options = options;
        this.budget = budget;
        this.spending = new Spending(budget);
        this.server = new ChatServer(options, key, spending);
        this.cache = new ChatCache(answers, options);
        this.workers = Executors.newFixedThreadPool(options.atOnce(), work -> {
            Thread thread = new Thread(work, "chat");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The provider's name of the model. */
    public String model() {
        return options.model();
    }

    /** What asking these prompts will take; nothing is sent. */
    public ChatPlan plan(List<String> prompts) {
        int onDisk = 0;
        long tokens = 0;
        var distinct = new LinkedHashSet<>(prompts);
        for (String prompt : distinct) {
            if (cache.find(prompt).isPresent()) {
                onDisk++;
            } else {
                tokens += ChatPlan.tokens(prompt);
            }
        }
        int same = prompts.size() - distinct.size();
        return ChatPlan.of(prompts.size(), onDisk + same, tokens, options.answerTokens(), budget.prices());
    }

    /** What so many prompts like this one will take, for texts that do not exist yet. */
    public ChatPlan plan(int prompts, String like) {
        return ChatPlan.of(prompts, 0, prompts * ChatPlan.tokens(like), options.answerTokens(), budget.prices());
    }

    /** What was spent so far. */
    public ChatUsage usage() {
        return spending.usage();
    }

    /**
     * Asks each prompt once; equal prompts share an answer.
     *
     * @param progress a stop sends nothing more, waits a moment for answers under way, and keeps what came
     * @return an answer, or the state of none, for each prompt in their order
     * @throws InputException if the server refuses the key or the model, or an answer on disk cannot be read
     */
    public List<ChatAnswer> ask(List<String> prompts, Progress progress) {
        Map<String, ChatAnswer> answers = new HashMap<>();
        List<String> missing = new ArrayList<>();
        for (String prompt : new LinkedHashSet<>(prompts)) {
            cache.find(prompt).ifPresentOrElse(a -> answers.put(prompt, a), () -> missing.add(prompt));
        }
        new Round(missing, answers, progress).run();
        ChatAnswer stopped = ChatAnswer.without(ChatAnswer.State.UNANSWERED, "stopped");
        return prompts.stream().map(p -> answers.getOrDefault(p, stopped)).toList();
    }

    /** One answer with its prompt. */
    private record Told(String prompt, ChatAnswer answer) {}

    /** One call of {@link #ask}: the prompts that are not on disk go out as workers become free. */
    private final class Round {
        private final List<String> prompts;
        private final Map<String, ChatAnswer> answers;
        private final Progress progress;
        private final CompletionService<Told> arriving = new ExecutorCompletionService<>(workers);
        private final List<Future<Told>> underWay = new ArrayList<>();
        private int sent;
        private int done;
        private int failedInARow;

        Round(List<String> prompts, Map<String, ChatAnswer> answers, Progress progress) {
            this.prompts = prompts;
            this.answers = answers;
            this.progress = progress;
        }

        void run() {
            boolean whole = false;
            try {
                while (sent < prompts.size() || !underWay.isEmpty()) {
                    if (progress.stopRequested()) {
                        drain();
                        return;
                    }
                    send();
                    Future<Told> next = arriving.poll(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
                    if (next != null) {
                        take(next);
                    }
                }
                whole = true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                progress.stopRequested();
            } finally {
                if (!whole) {
                    underWay.forEach(future -> future.cancel(true));
                }
            }
        }

        private void send() {
            while (underWay.size() < options.atOnce() && sent < prompts.size()) {
                String prompt = prompts.get(sent++);
                if (failedInARow >= GIVING_UP) {
                    answers.put(
                            prompt,
                            ChatAnswer.without(
                                    ChatAnswer.State.UNANSWERED,
                                    "not sent: the server failed " + GIVING_UP + " prompts in a row"));
                } else {
                    underWay.add(arriving.submit(() -> new Told(prompt, server.ask(prompt))));
                }
            }
        }

        /** Answers that are on their way are paid for: they get a moment to arrive. */
        private void drain() throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
            while (!underWay.isEmpty() && System.nanoTime() < end) {
                Future<Told> next = arriving.poll(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    take(next);
                }
            }
        }

        private void take(Future<Told> future) throws InterruptedException {
            underWay.removeIf(one -> one == future);
            try {
                Told told = future.get();
                cache.keep(told.prompt(), told.answer());
                answers.put(told.prompt(), told.answer());
                boolean failed = told.answer().state() == ChatAnswer.State.UNANSWERED
                        && !told.answer().equals(ChatServer.OVER_BUDGET);
                failedInARow = failed ? failedInARow + 1 : 0;
                progress.report(new Step("ask", ++done, prompts.size(), "prompts", options.model()));
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
