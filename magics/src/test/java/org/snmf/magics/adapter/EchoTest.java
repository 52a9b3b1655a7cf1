package org.snmf.magics.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.snmf.magics.run.Outcome;
import org.snmf.views.display.Display;

class EchoTest {
    private final AtomicInteger cell = new AtomicInteger(1);
    private final Echo echo = new Echo(cell::get);
    private final Renderer renderer = new Renderer();

    private String plain(Object value) {
        DisplayData data = renderer.render(value);
        return (String) data.getData(MIMEType.TEXT_PLAIN);
    }

    @Test
    void whatAMagicHasShownIsNotShownAgainByItsOwnCellButByLaterOnes() {
        JJava.register(renderer, echo);
        Display view = Display.ofText("seen");
        List<Integer> numbers = List.of(1, 2);
        assertThat(echo.returned(Outcome.of(view, view, Map.of()))).isSameAs(view);
        assertThat(plain(view)).isEmpty();
        assertThat(plain(numbers)).isEqualTo("[1, 2]");
        echo.returned(Outcome.of(numbers, Display.ofText("two numbers"), Map.of()));
        assertThat(plain(numbers)).isEmpty();
        assertThat(plain(view)).isEqualTo("seen");
        cell.incrementAndGet();
        assertThat(plain(numbers)).isEqualTo("[1, 2]");
    }

    @Test
    void aValueThatWasNotShownIsNoEcho() {
        echo.returned(new Outcome(3, java.util.Optional.empty(), Map.of(), true));
        assertThat(echo.is(3)).isFalse();
        assertThat(echo.is(null)).isFalse();
    }
}
