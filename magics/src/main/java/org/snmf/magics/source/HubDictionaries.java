package org.snmf.magics.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.snmf.errors.InputException;
import org.snmf.models.hub.Hub;
import org.snmf.models.hub.HubOptions;
import org.snmf.progress.Progress;

/** Dictionaries that lie in a folder here, or in one of a repository of the Hugging Face hub. */
public final class HubDictionaries {
    private static final List<String> NAMES = List.of(
            "cfg.json",
            "sae_weights.safetensors",
            "sae.safetensors",
            "params.npz",
            "params.safetensors",
            "config.json",
            "hyperparams.json",
            "checkpoints/final.safetensors",
            "ae.pt");

    private HubDictionaries() {}

    /**
     * The folder, or the file, of a dictionary.
     *
     * @param name a path, or {@code owner/name[@revision]/folder}; a last part that ends as weights do is the file itself
     * @param download whether the network may be used for what is no path here
     */
    public static Path find(String name, boolean download, Progress progress) {
        Path local = Path.of(name);
        if (Files.exists(local) || !Hub.isAddress(name)) {
            return local;
        }
        HubOptions options = HubModels.options(System.getenv());
        HubOptions allowed = download ? options : options.withOffline(true);
        int slash = name.lastIndexOf('/');
        String last = name.substring(slash + 1);
        try {
            if (last.matches(".*\\.(pt|pth|npz|safetensors)")) {
                List<String> names = List.of(last, "cfg.json", "config.json");
                return Hub.folder(name.substring(0, slash), names, allowed, progress)
                        .resolve(last);
            }
            return Hub.folder(name, NAMES, allowed, progress);
        } catch (InputException e) {
            if (download) {
                throw e;
            }
            throw new InputException(
                    name,
                    "a folder with a dictionary, or one of the hub that was downloaded",
                    "nothing here and nothing in " + options.cache(),
                    "To fetch it from the hub, add --download.",
                    e);
        }
    }
}
