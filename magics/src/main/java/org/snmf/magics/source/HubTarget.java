package org.snmf.magics.source;

import java.util.Map;
import org.snmf.errors.InputException;
import org.snmf.models.hub.HubOptions;
import org.snmf.models.hub.HubPush;
import org.snmf.progress.Progress;
import picocli.CommandLine.Option;

/** Which repository of the hub is written to. */
public final class HubTarget {
    private static final String TOKEN = "HF_TOKEN";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "OWNER/NAME",
            description = "The repository. Default: none; it must be given.")
    private String id;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "What it is: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private HubPush.Kind kind = HubPush.Kind.dataset;

    @Option(names = "--revision", paramLabel = "BRANCH", description = "A branch of it. Default: ${DEFAULT-VALUE}.")
    private String revision = "main";

    @Option(names = "--create", description = "Make it, for your own eyes, where there is none.")
    private boolean create;

    /** Whether it is to be made first. */
    public boolean create() {
        return create;
    }

    /** The repository as people write it. */
    public String shown() {
        return kind + " " + checked() + (revision.equals("main") ? "" : "@" + revision);
    }

    private String checked() {
        if (!id.matches("[A-Za-z0-9][\\w.-]*/[A-Za-z0-9][\\w.-]*") || id.contains("..")) {
            throw new InputException("--to", "a repository of the hub, as in owner/features", "'" + id + "'", "");
        }
        if (!revision.matches("[\\w./-]+") || revision.contains("..")) {
            throw new InputException("--revision", "the name of a branch", "'" + revision + "'", "");
        }
        return id;
    }

    /** A push there, with the token of the environment. */
    public HubPush push(Progress progress) {
        Map<String, String> environment = System.getenv();
        String token = environment.getOrDefault(TOKEN, "").strip();
        HubOptions options = HubModels.options(environment);
        if (options.offline()) {
            throw new InputException("HF_HUB_OFFLINE", "a network that may be used", "it is switched off", "Unset it.");
        }
        if (token.isEmpty()) {
            throw new InputException(
                    TOKEN, "a token of the hub that may write, in the environment", "none", "Set it before the start.");
        }
        return new HubPush(checked(), kind, revision, options.withToken(token), progress);
    }
}
