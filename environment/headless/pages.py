"""Makes pages of executed notebooks, and a site of pages, that open from a file or a static host.

Nothing is fetched when a page is looked at: MathJax (where a page has mathematics) and require.js (where an output asks
for it) lie beside the pages in assets/, local pictures are part of the page, and a policy in each page forbids the rest.
"""

import html
import re
import shutil
from pathlib import Path
from urllib.parse import quote, unquote

from nbconvert import HTMLExporter

POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'self\' file: data: blob: '
    "'unsafe-inline' 'unsafe-eval'\" />"
)
# Without this a sentence that a cell prints is broken within its words.
STYLE = "<style>.jp-OutputArea-output pre { word-break: normal; overflow-wrap: anywhere; }</style>"
# The dark colours of the page's own theme, for readers whose machine prefers dark; a picture that a cell drew stands on white.
DARK = """<style>@media (prefers-color-scheme: dark) {{ {variables} :root {{ color-scheme: dark; }}
body {{ background: var(--jp-layout-color0); }} .jp-RenderedImage img, .jp-RenderedMarkdown img {{ background: white; }} }}</style>"""
VARIABLES = re.compile(r":root\s*\{[^}]*\}")
MATHJAX = "assets/mathjax/MathJax.js?config=TeX-AMS_SVG-full,Safe"
REQUIRE = "assets/require.min.js"
MATHEMATICS = re.compile(r"\$[^$]+\$|\\\(|\\\[|\\begin\{")
MATHJAX_BLOCK = re.compile(r"\s*<!-- Load mathjax -->.*?<!-- End of mathjax configuration -->", re.DOTALL)
SCRIPT_FROM = re.compile(r'<script\b[^>]*\bsrc="(https?:)?//[^"]*"[^>]*>\s*</script>')
LINK = re.compile(r'<a\b([^>]*?)\bhref="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
LOADED = re.compile(
    r"""<(?:script|link|img|iframe|source|video|audio|embed|object|image)\b[^>]*?\b(?:src|href|data)=["']((?:https?:)?//[^"']+)"""
    r"""|url\(["']?((?:https?:)?//[^"')]+)|@import\s+["']((?:https?:)?//[^"']+)"""
)
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)


class Site:
    """A folder of pages. With a folder of assets, pages use what lies there; complaints gather what could not be done."""

    def __init__(self, folder, assets):
        self.folder = folder
        self.assets = assets
        self.complaints = []

    def page(self, notebook, path, pages):
        """Writes the page of a notebook read from a path; pages are the names of notebooks that have one. Returns its title."""
        exporter = HTMLExporter(embed_images=True)
        exporter.mathjax_url = MATHJAX
        exporter.require_js_url = REQUIRE
        title = heading(notebook) or path.stem
        body, _ = exporter.from_notebook_node(
            notebook, resources={"metadata": {"name": title, "path": str(path.parent)}}
        )
        body = self.scripts(body, notebook, path)
        body = LINK.sub(lambda m: self.link(m, path, pages), body)
        for address in {next(filter(None, m.groups())) for m in LOADED.finditer(body)}:
            self.complaints.append(f"{path.name}: a page may load nothing from the network, and this asks for {address}")
        body = body.replace("<head>", "<head>" + POLICY, 1).replace("</head>", STYLE + dark(exporter) + "</head>", 1)
        (self.folder / f"{path.stem}.html").write_text(body, encoding="utf-8")
        return title

    def scripts(self, body, notebook, path):
        """Keeps the libraries that the page uses and takes out the others."""
        wanted = [MATHJAX, mathematics(notebook)], [REQUIRE, re.search(r"\brequire(js)?\s*[(.]", outputs(notebook))]
        for address, needed in wanted:
            if needed and self.bring(address.split("/")[1].split("?")[0]):
                continue
            if needed:
                self.complaints.append(f"{path.name}: {address.split('?')[0]} is missing, see environment/.cache/assets.log")
            if address == MATHJAX:
                body = MATHJAX_BLOCK.sub("", body)
            body = body.replace(f'<script src="{address}"></script>', "")
        return SCRIPT_FROM.sub("", body) if "mermaid" not in body else body

    def bring(self, name):
        """Copies a library into the site; says whether it is there."""
        source, target = self.assets / name, self.folder / "assets" / name
        if not source.exists():
            return False
        if not target.exists():
            target.parent.mkdir(exist_ok=True)
            (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
        return True

    def link(self, match, path, pages):
        """A link to a notebook becomes one to its page; one to nothing becomes its text; local files come along."""
        before, address, after, text = match.groups()
        target, _, anchor = html.unescape(address).partition("#")
        if not target or re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.IGNORECASE):
            return match[0]
        local = (path.parent / unquote(target)).resolve()
        if local.suffix == ".ipynb":
            if local.parent == path.parent.resolve() and local.stem in pages:
                there = quote(local.stem) + ".html" + ("#" + anchor if anchor else "")
                return f'<a{before}href="{html.escape(there)}"{after}>{text}</a>'
        elif local.is_file() and local.is_relative_to(path.parent.resolve()):
            copy = self.folder / local.relative_to(path.parent.resolve())
            if copy.resolve() != local:
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(local, copy)
            return match[0]
        self.complaints.append(f"{path.name}: the link to {target} leads out of the pages, so only its text is there")
        return text

    def index(self, entries):
        """Writes the index: entries are (title, name, state)."""
        rows = []
        for title, name, state in entries:
            page = self.folder / f"{name}.html"
            rows.append(
                f'<tr><td><a href="{html.escape(quote(page.name))}">{html.escape(title)}</a></td>'
                f"<td>{html.escape(state)}</td><td class=n>{size(page.stat().st_size)}</td>"
                f"<td class=n>{size((self.folder / 'notebooks' / f'{name}.ipynb').stat().st_size)}</td></tr>"
            )
        assets = sum(f.stat().st_size for f in (self.folder / "assets").rglob("*") if f.is_file())
        shared = f" Files that pages share (assets): {size(assets)}." if assets else ""
        (self.folder / "index.html").write_text(
            INDEX.format(policy=POLICY, rows="\n".join(rows), shared=shared), encoding="utf-8"
        )


def dark(exporter):
    """A style for those who prefer dark; empty where this nbconvert has no dark theme."""
    for folder in exporter.template_paths:
        theme = Path(folder) / "static" / "theme-dark.css"
        if theme.is_file():
            found = VARIABLES.search(theme.read_text(encoding="utf-8"))
            return DARK.format(variables=found[0]) if found else ""
    return ""


def heading(notebook):
    """The notebook's first heading as plain text."""
    for cell in notebook.cells:
        found = re.search(r"^#\s+(.+)$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else None
        if found:
            return re.sub(r"[*_`]", "", found[1]).strip()
    return None


def mathematics(notebook):
    prose = [CODE.sub("", cell.source) for cell in notebook.cells if cell.cell_type == "markdown"]
    latex = any("text/latex" in o.get("data", {}) for cell in notebook.cells for o in cell.get("outputs", []))
    return latex or any(MATHEMATICS.search(text) for text in prose)


def outputs(notebook):
    """The HTML and scripts of all outputs."""
    data = [o.get("data", {}) for cell in notebook.cells for o in cell.get("outputs", [])]
    return "\n".join(str(d.get("text/html", "")) + str(d.get("application/javascript", "")) for d in data)


def size(number):
    return f"{number / 1e6:.1f} MB" if number >= 100_000 else f"{max(1, round(number / 1e3))} kB"


INDEX = """<!DOCTYPE html>
<html lang="en">
<head>{policy}
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1.0" />
<title>Notebooks</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 56em; margin: 2em auto; padding: 0 1em; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ text-align: left; padding: .4em .8em .4em 0; border-bottom: 1px solid rgba(127, 127, 127, .35); }}
.n {{ text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }}
</style>
</head>
<body>
<h1>Notebooks</h1>
<table>
<tr><th>page</th><th>run</th><th class=n>page</th><th class=n>notebook</th></tr>
{rows}
</table>
<p>The executed notebooks lie in the folder notebooks.{shared} Times, rates and memory in use are left out, so that a
second run gives the same bytes.</p>
</body>
</html>
"""
