package org.snmf.experiments.chat;

import java.util.Optional;

/**
 * What a client has spent so far.
 *
 * @param calls that reached for the server, retries and failures counted
 * @param cost of them at the budget's prices; none where they are not known
 */
public record ChatUsage(int calls, Optional<Double> cost) {}
