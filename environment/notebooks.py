"""Executes notebooks headless and renders them: notebooks.py FOLDER [--counts FILE] [WORD ...]

Every notebook is executed whole, also after an error, so that the rendered page shows what happened; an output of type
error fails the run at the end. Results go to FOLDER/out: the executed notebook and a page that needs no network. With
--counts a line "passed failed skipped" is added to that file.
"""

import argparse
import os
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter

MATHJAX = "https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.7/latest.js?config=TeX-AMS_CHTML-full,Safe"
REQUIRE = "https://cdnjs.cloudflare.com/ajax/libs/require.js/2.1.10/require.min.js"


def execute(path, out):
    """Runs one notebook with its folder as working directory; returns the errors in its outputs."""
    notebook = nbformat.read(path, as_version=4)
    limit = int(os.environ.get("SNMF_CELL_TIMEOUT", "1200"))
    client = NotebookClient(
        notebook,
        timeout=limit,
        startup_timeout=180,
        kernel_name=notebook.metadata.get("kernelspec", {}).get("name", "snmf"),
        allow_errors=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    failure = None
    try:
        client.execute()
    except Exception as error:  # a kernel that died or a cell over its time: keep what was shown until then
        said = str(error).strip().splitlines() or ["no message"]
        failure = f"{type(error).__name__}: {said[-1]}"
    errors = [
        f"cell {number}: {output.ename}: {output.evalue}"
        for number, cell in enumerate(notebook.cells, 1)
        for output in cell.get("outputs", [])
        if output.output_type == "error" and "raises-exception" not in cell.metadata.get("tags", [])
    ]
    if failure:
        errors.append(failure)
    nbformat.write(notebook, out / path.name)
    render(notebook, path.stem, out)
    return errors


def render(notebook, title, out):
    """Writes the page."""
    exporter = HTMLExporter()
    exporter.mathjax_url = MATHJAX
    exporter.require_js_url = REQUIRE
    body, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": title}})
    (out / f"{title}.html").write_text(body, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--counts")
    parser.add_argument("words", nargs="*")
    arguments = parser.parse_args()
    folder, words = arguments.folder, arguments.words
    notebooks = [p for p in sorted(folder.glob("*.ipynb")) if not words or any(w in p.stem for w in words)]
    if not notebooks:
        print(f"No notebooks to run in {folder}" + (f" for {' '.join(words)}" if words else ""))
        return 1 if words else 0
    out = folder / "out"
    out.mkdir(exist_ok=True)
    failed = 0
    for path in notebooks:
        print(f"{path.name} ...", end=" ", flush=True)
        begun = time.monotonic()
        errors = execute(path, out)
        print(f"{'failed' if errors else 'ok'}, {time.monotonic() - begun:.0f} s", flush=True)
        for error in errors:
            print(f"    {error}")
        failed += bool(errors)
    if arguments.counts:
        with open(arguments.counts, "a") as counts:
            counts.write(f"{len(notebooks) - failed} {failed} 0\n")
    print(f"{len(notebooks) - failed} of {len(notebooks)} notebooks ran without an error; rendered in {out}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
