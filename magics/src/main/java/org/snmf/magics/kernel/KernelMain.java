package org.snmf.magics.kernel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.snmf.files.Scratch;
import org.snmf.magics.places.Places;

/** Starts the bundled kernel on the connection file that Jupyter gives. */
public final class KernelMain {
    private KernelMain() {}

    /** @param arguments the connection file */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 1) {
            System.err.println("usage: KernelMain CONNECTION_FILE");
            System.exit(2);
        }
        Places.settle();
        String properties = Files.readString(Path.of(arguments[0]));
        KernelConnection connection = new KernelConnection(KernelConnectionProperties.parse(properties));
        String version = KernelMain.class.getPackage().getImplementationVersion();
        SnmfKernel kernel = new SnmfKernel(version == null ? "" : version, System.getProperty("java.class.path"));
        kernel.onStartup();
        kernel.becomeHandlerForConnection(connection);
        ParentWatchdog.watch(System.getenv("JPY_PARENT_PID"), Duration.ofSeconds(2), KernelMain::end);
        connection.connect();
        connection.waitUntilClose();
        System.exit(0);
    }

    private static void end() {
        Scratch.remove();
        Runtime.getRuntime().halt(0);
    }
}
