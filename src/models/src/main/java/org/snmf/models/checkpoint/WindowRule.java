package org.snmf.models.checkpoint;

/** Which layers of a family see a window only, where {@code layer_types} does not say it. */
public enum WindowRule {
    /** None, whatever the file says. */
    NONE,
    /** All; {@code layer_types} is refused. */
    ALL,
    /** All but every n-th, n being the period. */
    ALTERNATING,
    /** Those from the n-th on, n being the period. */
    LATE,
    /** Those without rotary positions. */
    WITHOUT_ROTARY,
    /** As {@code attention_types} lists them. */
    ATTENTION_TYPES
}
