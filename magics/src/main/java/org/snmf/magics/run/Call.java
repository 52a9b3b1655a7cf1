package org.snmf.magics.run;

import java.util.Optional;
import org.snmf.magics.screen.LiveProgress;
import org.snmf.magics.screen.Screen;
import org.snmf.magics.session.Session;

/**
 * One use of a verb.
 *
 * @param session what the verbs before it left behind
 * @param screen where to show things
 * @param progress reports work, and tells when to stop
 * @param body the rest of the cell in {@code %%snmf VERB}: data or prompts
 */
public record Call(Session session, Screen screen, LiveProgress progress, Optional<String> body) {}
