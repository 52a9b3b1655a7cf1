package org.snmf.views.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;

/** Ticks as views print numbers: a few digits, no zeros behind them, minus as −, no powers that are not whole. */
final class AxisNumbers extends NumberFormat {
    private static final long serialVersionUID = 1;

    private final MathContext digits;

    /** @param digits significant ones at most */
    AxisNumbers(int digits) {
        this.digits = new MathContext(digits);
    }

    @Override
    public StringBuffer format(double value, StringBuffer out, FieldPosition position) {
        BigDecimal rounded = new BigDecimal(value).round(digits).stripTrailingZeros();
        boolean plain = rounded.signum() == 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6);
        return out.append((plain ? rounded.toPlainString() : rounded.toString()).replace('-', '−'));
    }

    @Override
    public StringBuffer format(long value, StringBuffer out, FieldPosition position) {
        return format((double) value, out, position);
    }

    /** Nobody reads ticks back. */
    @Override
    public Number parse(String source, ParsePosition position) {
        throw new UnsupportedOperationException("ticks are only written");
    }
}
