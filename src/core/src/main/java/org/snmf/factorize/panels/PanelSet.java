package org.snmf.factorize.panels;

import org.snmf.engine.Block;
import org.snmf.matrix.Coefficients;

/** One set of the panels of Y (k × panel), in memory or in a file. Different lanes may use different panels at a time. */
interface PanelSet extends AutoCloseable {
    /** Panel b, to be read or changed; valid until the lane asks for another panel, of whatever set. */
    Block read(int lane, int b);

    /** A block for all of panel b, with whatever it holds; it may be the one that {@link #read} last gave to the lane. */
    Block blank(int lane, int b);

    /** Takes what the lane has written into the block that it was given for panel b. */
    void written(int lane, int b);

    /** Replaces row r. */
    void replaceRow(int r, float[] row);

    /** The coefficients as they are now; valid until they change or this is closed. */
    Coefficients view();

    /** The coefficients as they are now, which outlive this. Nothing may be written afterwards. */
    Coefficients release();

    @Override
    void close();
}
