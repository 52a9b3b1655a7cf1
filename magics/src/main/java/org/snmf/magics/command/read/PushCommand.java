package org.snmf.magics.command.read;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snmf.errors.InputException;
import org.snmf.magics.plan.Plan;
import org.snmf.magics.report.Facts;
import org.snmf.magics.report.Memory;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Example;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.run.SnmfCommand;
import org.snmf.magics.source.HubTarget;
import org.snmf.models.hub.HubPush;
import org.snmf.models.hub.HubUpload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings files to the hub. */
@Command(
        name = "push",
        description =
                "Brings files or folders into a repository of the Hugging Face hub, as one commit. Files that it has are not sent,"
                        + " so a push that was cut off goes on when it is said again. The token is that of the variable HF_TOKEN. Files whose"
                        + " names begin with a dot stay out.")
@Example("push features.csv --to owner/features --dry-run")
public final class PushCommand extends SnmfCommand {
    /** Files that a plan lists by name. */
    private static final int LISTED = 20;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files, and folders with all in them.")
    private List<Path> paths;

    @Mixin
    private HubTarget target;

    @Option(
            names = "--into",
            paramLabel = "FOLDER",
            description = "Folder of the repository that takes them. Default: its top.")
    private String into = "";

    @Option(names = "--message", paramLabel = "TEXT", description = "What the commit says. Default: ${DEFAULT-VALUE}.")
    private String message = "Files of SNMF";

    @Option(names = "--dry-run", description = "Only list files and sizes; the network is not used.")
    private boolean dryRun;

    @Override
    public Outcome run(Call call) {
        List<HubUpload> files = HubUpload.of(paths, folder());
        if (dryRun) {
            return plan(files);
        }
        HubPush push = target.push(call.progress());
        if (target.create()) {
            push.create();
        }
        HubPush.Pushed pushed = push.push(files, message);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("repository", target.shown());
        report.put("commit", pushed.commit().isEmpty() ? "none: nothing changed" : pushed.commit());
        report.put("files", pushed.sent());
        report.put("files that it had", pushed.unchanged());
        report.put("bytes to the store of large files", pushed.bytes());
        return Outcome.shown(new Facts("Pushed").withAll(report).display(), report);
    }

    private String folder() {
        String folder = into.replaceAll("^/+|/+$", "");
        if (folder.contains("..") || folder.contains("\\")) {
            throw new InputException("--into", "a folder of the repository, as in layer-0/k400", "'" + into + "'", "");
        }
        return folder;
    }

    private Outcome plan(List<HubUpload> files) {
        long bytes = files.stream().mapToLong(HubUpload::size).sum();
        Plan plan = new Plan("a push to " + target.shown())
                .with("files", "files", files.size())
                .with("size", Memory.text(bytes))
                .value("bytes", bytes)
                .value("names", files.stream().map(HubUpload::name).toList());
        files.stream().limit(LISTED).forEach(file -> plan.with(file.name(), Memory.text(file.size())));
        return files.size() > LISTED
                ? plan.with("and", (files.size() - LISTED) + " more").shown()
                : plan.shown();
    }
}
