"""Executes notebooks headless and makes pages of them, for environment/run and environment/test.

notebooks.py FOLDER [NOTEBOOK ...] with the options of environment/run --help; --counts FILE adds a line
"passed failed skipped" to that file. A NOTEBOOK is a file, a folder of notebooks, or a word in the name of one in FOLDER.
"""

import argparse
import os
import shutil
import sys
import time
from pathlib import Path

import nbformat

from headless import execution, measured, pages
from headless.comparison import Expected
from headless.parameters import Refused, inject


def chosen(folder, names):
    """The notebooks meant by the names, in order; all of the folder where none is named."""
    found = []
    for name in names or [str(folder)]:
        path = Path(name)
        if path.suffix == ".ipynb" and (path.is_file() or os.sep in name):
            found.append(path)
        elif path.is_dir():
            found += sorted(path.glob("*.ipynb"))
        else:
            fits = [p for p in sorted(folder.glob("*.ipynb")) if name in p.stem]
            if not fits:
                raise Refused(f"no notebook to run for {name!r}: it is no file, no folder, and in no name in {folder}")
            found += fits
    unique = list(dict.fromkeys(path.resolve() for path in found))
    if not unique:
        raise Refused(f"no notebooks to run in {', '.join(names) or folder}")
    stems = [path.stem for path in unique]
    twice = {stem for stem in stems if stems.count(stem) > 1}
    if twice:
        raise Refused(f"two notebooks are called {', '.join(sorted(twice))}: run them one at a time")
    return unique


def settings(pairs):
    """NAME=VALUE pairs as a dictionary."""
    for pair in pairs:
        if "=" not in pair:
            raise Refused(f"--set takes NAME=VALUE, found {pair!r}")
    return {name.strip(): value for name, value in (pair.split("=", 1) for pair in pairs)}


def settable(paths, settings):
    """Refuses settings that one of the notebooks does not take, before any of them runs."""
    for path in paths if settings else []:
        try:
            inject(execution.read(path), settings)
        except Refused as refused:
            raise Refused(f"{path.name}: {refused}") from None


class Run:
    """One call: what was asked, and where results go."""

    def __init__(self, arguments):
        self.arguments = arguments
        self.folder = arguments.folder.resolve()
        self.paths = chosen(self.folder, arguments.notebooks)
        self.settings = settings(arguments.set)
        settable(self.paths, self.settings)
        self.entries = []
        self.sites = {}
        if arguments.publish:
            clear(arguments.publish)

    def site(self, path):
        """Where a notebook's page goes: the folder that was named, or out beside the notebook."""
        folder = self.arguments.publish or self.arguments.out or path.parent / "out"
        folder.mkdir(parents=True, exist_ok=True)
        return self.sites.setdefault(folder.resolve(), pages.Site(folder.resolve(), self.arguments.assets))

    def run(self, path):
        """Executes one notebook and writes what came of it; returns what went wrong."""
        notebook = execution.read(path)
        before = Expected.of(notebook, path) if self.arguments.compare and not self.settings else None
        inject(notebook, self.settings)
        failed = execution.execute(notebook, path.parent, self.arguments.timeout)
        differences = before.differences(notebook) if before and not failed else []
        site = self.site(path)
        kept = site.folder
        if self.arguments.publish:
            measured.normalise(notebook)
            kept = site.folder / "notebooks"
            kept.mkdir(exist_ok=True)
        nbformat.write(notebook, kept / path.name)
        names = {other.stem for other in self.paths}
        title = site.page(notebook, path, names)
        self.entries.append((title, path.stem, f"stopped at {failed.split(':')[0]}" if failed else "without an error"))
        return ([failed] if failed else []) + differences

    def all(self):
        """Runs every notebook; returns how many failed."""
        failed = 0
        for path in self.paths:
            print(f"{path.name} ...", end=" ", flush=True)
            begun = time.monotonic()
            try:
                errors = self.run(path)
            except Refused as refused:
                errors = [str(refused)]
            print(f"{'failed' if errors else 'ok'}, {time.monotonic() - begun:.0f} s", flush=True)
            for error in errors:
                print(f"    {error}")
            failed += bool(errors)
        for site in self.sites.values():
            if self.arguments.publish:
                site.index(self.entries)
            for complaint in dict.fromkeys(site.complaints):
                print(f"note: {complaint}")
        return failed


def clear(folder):
    """Empties a folder that an earlier publishing filled; refuses one that holds something else."""
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / "index.html").is_file() or not (folder / "notebooks").is_dir():
            raise Refused(f"{folder} holds something that was not published here: name a new or an empty folder")
        shutil.rmtree(folder / "notebooks")
        shutil.rmtree(folder / "assets", ignore_errors=True)
        for page in folder.glob("*.html"):
            page.unlink()
    folder.mkdir(parents=True, exist_ok=True)


def told(run, failed):
    """The last lines: what ran, and where it lies."""
    ran = len(run.paths)
    print(f"{ran - failed} of {ran} notebooks ran {'as expected' if run.arguments.compare else 'without an error'}")
    for site in run.sites.values():
        whole = sum(f.stat().st_size for f in site.folder.rglob("*") if f.is_file())
        start = site.folder / ("index.html" if run.arguments.publish else "")
        print(f"pages and executed notebooks: {start} ({pages.size(whole)})")


def main():
    parser = argparse.ArgumentParser(prog="environment/run", add_help=False)
    parser.add_argument("folder", type=Path)
    parser.add_argument("notebooks", nargs="*")
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--publish", type=Path)
    parser.add_argument("--timeout", type=int, default=int(os.environ.get("SNMF_CELL_TIMEOUT", "1200")))
    parser.add_argument("--assets", type=Path, default=Path("assets"))
    parser.add_argument("--counts")
    parser.add_argument("--compare", action="store_true")
    arguments = parser.parse_intermixed_args()
    try:
        if arguments.out and arguments.publish:
            raise Refused("--out and --publish both name a folder for results: give one of them")
        run = Run(arguments)
        failed = run.all()
    except Refused as refused:
        print(f"environment/run: {refused}", file=sys.stderr)
        return 2
    if arguments.counts:
        with open(arguments.counts, "a") as counts:
            counts.write(f"{len(run.paths) - failed} {failed} 0\n")
    told(run, failed)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
