package org.snmf.magics.adapter;

import java.util.List;
import java.util.Optional;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.magic.CellMagic;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.snmf.magics.places.Places;
import org.snmf.magics.screen.Screen;
import org.snmf.magics.session.Session;
import org.snmf.magics.verbs.Runner;

/** The magics in kernels of JJava's family, 1.0-a6 and later, found through {@code META-INF/services}. */
public final class JJava implements Extension {
    /** Registers {@code %snmf}, {@code %%snmf} and the rendering of displays. */
    @Override
    public void install(BaseKernel kernel) {
        Places.settle();
        System.setProperty("ai.djl.offline", System.getProperty("ai.djl.offline", "true"));
        Runner runner = new Runner(Session.current());
        Echo echo = Echo.of(kernel);
        Optional<CellScope> scope = CellScope.of(kernel);
        scope.ifPresent(CellScope::bringImports);
        LineMagic<Object, BaseKernel> line =
                (k, arguments) -> echo.returned(runner.run(words(scope, arguments), Optional.empty(), screen(k)));
        CellMagic<Object, BaseKernel> cell = (k, arguments, body) ->
                echo.returned(runner.run(words(scope, arguments), Optional.of(body), screen(k)));
        kernel.getMagicsRegistry().registerLineMagic("snmf", line);
        kernel.getMagicsRegistry().registerCellMagic("snmf", cell);
        register(kernel.getRenderer(), echo);
    }

    private static List<String> words(Optional<CellScope> scope, List<String> arguments) {
        scope.ifPresent(CellScope::bringImports);
        return scope.map(of -> of.words(arguments)).orElse(arguments);
    }

    static void register(Renderer renderer, Echo echo) {
        Shown.ALL.forEach(shown -> register(renderer, shown, echo));
        renderer.createRegistration(Object.class).preferring("text/plain").register((value, context) -> {
            if (echo.is(value)) {
                context.getOutputContainer().putText("");
            }
        });
    }

    private static <T> void register(Renderer renderer, Shown<T> shown, Echo echo) {
        renderer.createRegistration(shown.type()).preferring("text/html").register((value, context) -> {
            if (echo.is(value)) {
                context.getOutputContainer().putText("");
            } else {
                context.getOutputContainer().assign(JupyterScreen.data(shown.of(value)));
            }
        });
    }

    /** The cell of {@code kernel} as a screen. */
    public static Screen screen(BaseKernel kernel) {
        return new JupyterScreen(kernel);
    }

    /** Gives the session's native memory back. */
    @Override
    public void uninstall(BaseKernel kernel) {
        Session.current().reset();
    }
}
