package org.snmf.magics.adapter;

import java.util.Optional;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.CellMagic;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.snmf.factorize.Factorization;
import org.snmf.magics.Screen;
import org.snmf.magics.Session;
import org.snmf.magics.command.FactorizationFacts;
import org.snmf.magics.command.Runner;
import org.snmf.views.display.Display;
import org.snmf.views.display.Displayable;

/** The magics in kernels of JJava's family, 1.0-a6 and later, found through {@code META-INF/services}. */
public final class JJava implements Extension {
    /** Registers {@code %snmf}, {@code %%snmf} and the rendering of displays. */
    @Override
    public void install(BaseKernel kernel) {
        System.setProperty("ai.djl.offline", System.getProperty("ai.djl.offline", "true"));
        Runner runner = new Runner(Session.current());
        LineMagic<Object, BaseKernel> line = (k, arguments) ->
                runner.run(arguments, Optional.empty(), screen(k)).value();
        CellMagic<Object, BaseKernel> cell = (k, arguments, body) ->
                runner.run(arguments, Optional.of(body), screen(k)).value();
        kernel.getMagicsRegistry().registerLineMagic("snmf", line);
        kernel.getMagicsRegistry().registerCellMagic("snmf", cell);
        kernel.getRenderer()
                .createRegistration(Display.class)
                .preferring("text/html")
                .register((display, context) -> context.getOutputContainer().assign(JupyterScreen.data(display)));
        kernel.getRenderer()
                .createRegistration(Displayable.class)
                .preferring("text/html")
                .register((view, context) -> context.getOutputContainer().assign(JupyterScreen.data(view.display())));
        kernel.getRenderer()
                .createRegistration(Factorization.class)
                .preferring("text/html")
                .register((f, context) ->
                        context.getOutputContainer().assign(JupyterScreen.data(FactorizationFacts.display(f))));
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
