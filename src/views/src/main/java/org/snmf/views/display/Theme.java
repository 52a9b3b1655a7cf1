package org.snmf.views.display;

/**
 * The look that all views share. Colours are chosen to be readable on light and on dark ground: text takes the colour of
 * the page around it (JupyterLab's variable where there is one), lines are translucent grey, and the accents have middle
 * lightness. Nothing depends on the browser's preferred scheme, which need not be that of the notebook.
 */
public final class Theme {
    private static final String CSS = """
            .snmf{color:var(--jp-ui-font-color1,inherit);font-family:var(--jp-ui-font-family,system-ui,-apple-system,'Segoe UI',sans-serif);font-size:13px;line-height:1.45;max-width:100%;overflow-x:auto;overflow-y:hidden}
            .snmf .snmf-caption{font-weight:600;margin:4px 0 6px}
            .snmf .snmf-note{opacity:.7;font-size:12px;margin:4px 0}
            .snmf .snmf-dim{opacity:.65}
            .snmf .snmf-space{opacity:.4}
            .snmf .snmf-scroll{overflow-x:auto;max-width:100%}
            .snmf table.snmf-table{border-collapse:collapse;border:0;margin:0;font-size:13px;width:auto;max-width:100%;table-layout:auto}
            .snmf table.snmf-table th,.snmf table.snmf-table td{text-align:left;vertical-align:top;padding:6px 12px 6px 0;border:0;border-bottom:1px solid rgba(127,127,127,.3);background:none;white-space:normal;color:inherit;max-width:none}
            .snmf table.snmf-table tr{background:none}
            .snmf table.snmf-table th{font-weight:600;opacity:.75;border-bottom-width:2px;white-space:nowrap}
            .snmf table.snmf-table tbody th{opacity:1;border-bottom-width:1px}
            .snmf table.snmf-table .snmf-number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
            .snmf .snmf-context{overflow-wrap:anywhere}
            .snmf div.snmf-context{padding-left:.9em;text-indent:-.9em}
            .snmf mark{color:inherit;background:rgba(240,140,0,.5);border-radius:3px;padding:1px 0}
            .snmf mark b{text-decoration:underline;text-decoration-thickness:2px;text-underline-offset:2px}
            .snmf .snmf-chip{display:inline-block;border:1px solid rgba(127,127,127,.35);border-radius:4px;padding:0 5px;margin:0 4px 3px 0;font-family:var(--jp-code-font-family,ui-monospace,Menlo,Consolas,monospace);font-size:12px;max-width:16em;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;vertical-align:bottom}
            .snmf .snmf-bar{display:block;height:4px;border-radius:2px;background:#2f7ed8;margin-top:3px;margin-left:auto}
            .snmf .snmf-static>svg,.snmf .snmf-static>img{max-width:100%;height:auto;display:block;margin:0}
            """;

    private Theme() {}

    /**
     * Opens the block that every view's HTML stands in, with its style sheet; the caller closes it. A page's MathJax leaves
     * it alone, since $5 … $10 in a sentence is no formula.
     */
    public static Html open() {
        return new Html()
                .open("div", "class", "snmf tex2jax_ignore mathjax_ignore")
                .style(CSS)
                .newline();
    }
}
