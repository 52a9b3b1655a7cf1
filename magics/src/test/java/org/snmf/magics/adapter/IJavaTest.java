package org.snmf.magics.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spencerpark.ijava.JavaKernel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.snmf.errors.InputException;
import org.snmf.factorize.Factorization;
import org.snmf.factorize.SnmfOptions;
import org.snmf.factorize.Stopping;
import org.snmf.factorize.fit.Snmf;
import org.snmf.magics.screen.Screen;
import org.snmf.magics.session.Session;
import org.snmf.matrix.Matrices;
import org.snmf.progress.Progress;
import org.snmf.views.display.Display;
import org.snmf.views.display.Displayable;

/**
 * The adapter against classes of the names and signatures of IJava 1.3, which is not on Maven Central; the real kernel was
 * built from its sources and tried by hand.
 */
class IJavaTest {
    private final JavaKernel kernel = new JavaKernel();

    @AfterEach
    void end() {
        io.github.spencerpark.ijava.IJava.start(null);
        Session.current().reset();
    }

    @Test
    void registersBothMagics() throws Exception {
        io.github.spencerpark.ijava.IJava.start(kernel);
        IJava.install();
        kernel.getMagics().lines.get("snmf").execute(List.of("help"));
        assertThat(kernel.getIO().display.displayed.get(0).data)
                .hasEntrySatisfying(
                        "text/html", html -> assertThat((String) html).contains("<table"))
                .hasEntrySatisfying(
                        "text/plain", text -> assertThat((String) text).contains("factorize"));
        Object value = kernel.getMagics().cells.get("snmf").execute(List.of("data"), "One.\nTwo.");
        assertThat(value).isEqualTo(Session.current().sentences());
        assertThat(kernel.getMagics().lines.get("snmf"))
                .isEqualTo(kernel.getMagics().lines.get("snmf"));
        assertThat(kernel.getMagics().lines.get("snmf").toString()).isEqualTo("snmf magic");
    }

    @Test
    void factorizationsAndDisplaysShowThemselves() {
        io.github.spencerpark.ijava.IJava.start(kernel);
        IJava.install();
        Factorization f = Snmf.fit(
                Matrices.ofRows(new float[][] {{1, 2, 0}, {2, 4, 0}, {0, 0, 3}}),
                SnmfOptions.rank(2).withSparsity(1).withStopping(Stopping.after(3)),
                Progress.NONE);
        Displayable view = () -> Display.ofText("a<b");
        assertThat(kernel.getRenderer().render(f).data)
                .containsEntry("text/plain", f.toString())
                .hasEntrySatisfying(
                        "text/html", html -> assertThat((String) html).contains("A ≈ ZY"));
        for (Object shown : new Object[] {view, view.display()}) {
            assertThat(kernel.getRenderer().render(shown).data)
                    .containsEntry("text/plain", "a<b")
                    .hasEntrySatisfying(
                            "text/html", html -> assertThat((String) html).contains("a&lt;b"));
        }
    }

    @Test
    void badInputReachesTheCellAsItIs() {
        io.github.spencerpark.ijava.IJava.start(kernel);
        IJava.install();
        assertThatThrownBy(() -> kernel.getMagics().lines.get("snmf").execute(List.of("factorise")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("Did you mean 'factorize'?");
    }

    @Test
    void progressUpdatesOneDisplay() throws Exception {
        Screen screen = new ReflectedScreen(kernel);
        Screen.Live live = screen.live();
        live.draw(Display.ofText("half"));
        live.draw(Display.ofText("whole"));
        live.close();
        screen.say("said");
        assertThat(kernel.getIO().display.displayed).hasSize(1);
        assertThat(kernel.getIO().display.updated).hasSize(1);
        assertThat(kernel.getIO().display.updated.get(0).transients)
                .isEqualTo(kernel.getIO().display.displayed.get(0).transients)
                .containsKey("display_id");
        assertThat(kernel.getIO().printed.toString(StandardCharsets.UTF_8)).contains("said");
    }

    @Test
    void withoutAKernelItSaysSo() {
        assertThatThrownBy(IJava::install)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected a running IJava kernel, found none");
        assertThatThrownBy(() -> IJava.install(ClassLoader.getPlatformClassLoader()))
                .isInstanceOf(InputException.class);
    }
}
