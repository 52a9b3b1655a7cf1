"""What environment/run does with notebooks, without a kernel; what needs nbformat and nbconvert is left out without them."""

import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
try:
    import nbformat
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

    from headless import claims, comparison, execution, measured, pages
    from headless.parameters import INJECTED, Refused, declared, inject, literal
except ImportError as missing:
    raise unittest.SkipTest(f"needs nbformat, nbclient and nbconvert in this Python: {missing}") from None

import notebooks

PARAMETERS = 'String model = "embedded";  // or a folder\nint rank = 100;\nfinal double share = 0.05;\nvar seed = 0L;\nint[] ranks = {1, 2};\nimport java.util.List;'
PROGRESS = '<style>s</style><div class="snmf-progress" style="x">factorize 3 of 3, 1.2 s</div>'


def marked(seconds):
    page = f'<table><tr><td>time</td><td class="snmf-measured">{seconds} s</td></tr><tr><td>k</td><td>5</td></tr></table>'
    return new_output("display_data", {"text/html": page, "text/plain": f"Fit\ntime  {seconds} s\nk     5"})


def shown(text, kind="execute_result"):
    return new_output(kind, {"text/plain": text})


def cell(source, *outputs, tags=()):
    made = new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)} if tags else {})
    made["id"] = "c" + str(abs(hash(source)) % 10**8)
    return made


class ParametersTest(unittest.TestCase):
    def test_what_is_declared(self):
        kinds = {"model": "String", "rank": "int", "share": "double", "seed": "long", "ranks": "int[]"}
        self.assertEqual(kinds, declared(PARAMETERS))

    def test_values_become_java(self):
        for kind, text, java in (
            ("String", 'a "b" \\c\n', '"a \\"b\\" \\\\c\\n"'),
            ("String", "\u202e\U0001f600", '"\\u202e\U0001f600"'),
            ("int", "1_000", "1000"),
            ("long", "-3", "-3L"),
            ("double", "5%", "0.05"),
            ("float", "1e-3", "0.001f"),
            ("boolean", "true", "true"),
            ("int[]", "30, 60", "new int[] {30, 60}"),
            ("String[]", "a,b", 'new String[] {"a", "b"}'),
            ("List<String>", "a", 'java.util.List.of("a")'),
            ("Path", "/x y", 'java.nio.file.Path.of("/x y")'),
            ("Initialization", "Initialization.SVD", "Initialization.SVD"),
        ):
            with self.subTest(kind=kind, text=text):
                self.assertEqual(java, literal("p", kind, text))

    def test_values_of_another_kind_are_refused(self):
        for kind, text in (("int", "x"), ("int", "3000000000"), ("double", "nan"), ("double", "ten"), ("boolean", "yes"), ("int[]", "1,x")):
            with self.subTest(kind=kind, text=text), self.assertRaisesRegex(Refused, "p: "):
                literal("p", kind, text)

    def test_a_cell_is_injected_after_the_parameters_and_replaced_by_the_next(self):
        notebook = new_notebook(cells=[new_markdown_cell("x"), cell(PARAMETERS, tags=["parameters"]), cell("rank")])
        inject(notebook, {"rank": "7"})
        inject(notebook, {"rank": "9", "model": "there"})
        self.assertEqual(4, len(notebook.cells))
        self.assertEqual([INJECTED], notebook.cells[2].metadata.tags)
        self.assertEqual('// Parameters\nrank = 9;\nmodel = "there";', notebook.cells[2].source)
        nbformat.validate(notebook)

    def test_unknown_names_are_refused_with_the_nearest(self):
        notebook = new_notebook(cells=[cell(PARAMETERS, tags=["parameters"])])
        with self.assertRaisesRegex(Refused, "no parameter rnk: did you mean rank"):
            inject(notebook, {"rnk": "7"})
        with self.assertRaisesRegex(Refused, 'no cell tagged "parameters"'):
            inject(new_notebook(cells=[cell("int rank = 3;")]), {"rank": "7"})


class MeasuredTest(unittest.TestCase):
    def test_two_runs_become_equal(self):
        bar = new_output("display_data", {"text/html": PROGRESS, "text/plain": "factorize ███ 3 of 3, 1.2 s"})
        first = new_notebook(cells=[cell("f", bar, marked("1.25")), cell("1.25")])
        second = new_notebook(cells=[cell("f", marked("13.07")), cell("1.25")])
        for notebook in (first, second):
            measured.normalise(notebook)
        self.assertEqual(nbformat.writes(first), nbformat.writes(second))
        self.assertEqual("Fit\ntime  –\nk     5", first.cells[0].outputs[0].data["text/plain"])

    def test_the_library_marks_what_is_taken_out(self):
        root = Path(__file__).resolve().parents[2] / "magics/src/main/java/org/snmf/magics"
        self.assertIn("snmf-measured", (root / "report/Facts.java").read_text())
        self.assertIn('"class", "snmf-progress"', (root / "screen/ProgressBar.java").read_text())


class ComparisonTest(unittest.TestCase):
    def differences(self, before, now, tags=(), tolerance=None):
        old, new = (new_notebook(cells=[cell("x", *outputs, tags=tags)]) for outputs in (before, now))
        if tolerance:
            old.metadata["snmf"] = {"tolerance": tolerance}
        return comparison.Expected.of(old, Path("own.ipynb")).differences(new)

    def test_equal_within_the_tolerance(self):
        self.assertEqual([], self.differences([shown("error 0.500, 12 of 20")], [shown("error 0.505, 12 of 20")]))
        self.assertEqual([], self.differences([marked("1.2")], [marked("99.0")]))
        self.assertEqual([], self.differences([shown("0.50")], [shown("0.54")], tolerance=0.1))

    def test_other_numbers_words_and_kinds_are_told(self):
        for before, now, said in (
            ("error 0.500", "error 0.600", 'after "error" it was 0.500 and is 0.600'),
            ("−0.5", "0.5", "it was −0.5 and is 0.5"),
            ("all days", "all months", "it was days and is months"),
            ("a b", "a b c", "it had 2 words and numbers and has 3"),
        ):
            with self.subTest(before=before):
                self.assertIn(said, self.differences([shown(before)], [shown(now)])[0])
        self.assertIn("its outputs were", self.differences([shown("1")], [])[0])
        self.assertIn("its outputs were", self.differences([shown("1")], [new_output("stream", text="1")])[0])

    def test_rows_may_vary_where_the_cell_says_so(self):
        before, now = [shown("Features, k = 20\nMonday 3")], [shown("Features, k = 21\nTuesday 4")]
        self.assertEqual([], self.differences(before, now, tags=["varies"]))
        self.assertNotEqual([], self.differences(before, [shown("Trees, k = 20")], tags=["varies"]))


class ClaimsTest(unittest.TestCase):
    def test_a_claim_holds_or_is_named(self):
        claims.CLAIMS["own"] = [("more than chance", r"purity # by chance #", lambda a, b: a > b)]
        self.addCleanup(claims.CLAIMS.pop, "own")
        for text, said in (
            ("purity 0.7 by chance 0.5", []),
            ("purity 0.4 by chance 0.5", ['"more than chance" does not hold for [0.4, 0.5]']),
        ):
            self.assertEqual(said, claims.broken("own", new_notebook(cells=[cell("x", shown(text))])))
        self.assertIn("could not be checked", claims.broken("own", new_notebook())[0])

    def test_the_claims_hold_in_the_notebooks_as_they_are(self):
        folder = Path(__file__).resolve().parents[2] / "notebooks"
        for path in sorted(folder.glob("*.ipynb")):
            with self.subTest(path.name):
                self.assertEqual([], claims.broken(path.stem, nbformat.read(path, as_version=4)))
        self.assertLessEqual(set(claims.CLAIMS), {path.stem for path in folder.glob("*.ipynb")})


class PagesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.source = self.folder / "own"
        (self.source / "data").mkdir(parents=True)
        (self.source / "data/x.txt").write_text("x")
        (self.folder / "site").mkdir()
        assets = self.folder / "assets"
        (assets / "mathjax").mkdir(parents=True)
        (assets / "mathjax/MathJax.js").touch()
        (assets / "require.min.js").touch()
        self.site = pages.Site(self.folder / "site", assets)

    def page(self, *cells, names=("a", "b")):
        notebook = new_notebook(cells=list(cells))
        path = self.source / "a.ipynb"
        nbformat.write(notebook, path)
        self.title = self.site.page(execution.read(path), path, set(names))
        return (self.folder / "site/a.html").read_text()

    def test_nothing_is_loaded_from_outside(self):
        page = self.page(new_markdown_cell("# On *A*\n\nno formula for `$5`"), cell("1", shown("$5 and $6")))
        self.assertEqual("On A", self.title)
        self.assertNotRegex(page, r"<script[^>]*\bsrc=")
        self.assertIn("Content-Security-Policy", page.split("<style")[0])
        self.assertFalse((self.folder / "site/assets").exists())
        self.assertEqual([], self.site.complaints)

    def test_those_who_prefer_dark_get_the_dark_colours_of_the_theme(self):
        page = self.page(new_markdown_cell("text"))
        dark = page.split("@media (prefers-color-scheme: dark)")
        self.assertEqual(2, len(dark))
        background = r"--jp-layout-color0:\s*([^;]+);"
        colours = re.findall(background, dark[0])[-1], re.findall(background, dark[1])[0]
        self.assertNotEqual(*colours)

    def test_libraries_come_along_where_they_are_used(self):
        output = new_output("display_data", {"text/html": "<script>require(['x'], f)</script>"})
        page = self.page(new_markdown_cell("$A = ZY$"), cell("1", output))
        self.assertIn('src="assets/mathjax/MathJax.js?config=', page)
        self.assertIn('src="assets/require.min.js"', page)
        self.assertTrue((self.folder / "site/assets/mathjax/MathJax.js").is_file())
        self.assertTrue((self.folder / "site/assets/require.min.js").is_file())

    def test_a_library_that_is_missing_is_told(self):
        shutil.rmtree(self.folder / "assets")
        self.assertNotIn("<script src=", self.page(new_markdown_cell("$A$")))
        self.assertIn("mathjax/MathJax.js is missing", self.site.complaints[0])

    def test_links_lead_to_pages(self):
        page = self.page(
            new_markdown_cell("[b](b.ipynb#part) [gone](c.ipynb) [x](data/x.txt) [web](https://example.org/n.ipynb) [up](../a.txt)")
        )
        self.assertIn('href="b.html#part"', page)
        self.assertIn('href="https://example.org/n.ipynb"', page)
        self.assertIn('href="data/x.txt"', page)
        self.assertTrue((self.folder / "site/data/x.txt").is_file())
        self.assertNotIn('href="c.ipynb"', page)
        self.assertEqual(2, len(self.site.complaints), self.site.complaints)

    def test_what_an_output_asks_of_the_network_is_told(self):
        self.page(cell("1", new_output("display_data", {"text/html": '<img src="https://example.org/x.png">'})))
        self.assertIn("https://example.org/x.png", self.site.complaints[0])

    def test_the_index_says_state_and_size_and_escapes(self):
        self.page(new_markdown_cell("# A <b>"))
        (self.folder / "site/notebooks").mkdir()
        (self.folder / "site/notebooks/a.ipynb").write_text("x" * 250_000)
        self.site.index([(self.title, "a", "stopped at cell 3")])
        index = (self.folder / "site/index.html").read_text()
        for part in ('<a href="a.html">A &lt;b&gt;</a>', "stopped at cell 3", "0.2 MB"):
            self.assertIn(part, index)
        self.assertNotIn(".ipynb", index)

    def test_a_browser_asks_for_nothing(self):
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        if not chromium:
            self.skipTest("no chromium on the PATH: install Debian's chromium to run this test")
        output = new_output("display_data", {"text/html": '<img src="http://localhost:9/x.png"><b id="t"></b><script>t.textContent="ran"</script>'})
        self.page(new_markdown_cell("$A = ZY$"), cell("1", output))
        log = self.folder / "net.json"
        ended = subprocess.run(
            [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={self.folder / 'profile'}",
             f"--log-net-log={log}", "--disable-background-networking", "--disable-component-update", "--no-first-run",
             "--virtual-time-budget=3000", "--dump-dom", (self.folder / "site/a.html").as_uri()],
            capture_output=True, text=True, timeout=170,
        )
        self.assertIn('<b id="t">ran</b>', ended.stdout)
        self.assertNotIn("http://localhost:9/x.png", log.read_text())


class RunTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def notebook(self, name, language="java"):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        kernel = {"kernelspec": {"name": "x", "display_name": "x", "language": language}}
        nbformat.write(new_notebook(metadata=kernel, cells=[new_code_cell("1")]), path)
        return path

    def test_notebooks_are_named_by_word_file_or_folder(self):
        one, two, other = self.notebook("p/01-one.ipynb"), self.notebook("p/02-two.ipynb"), self.notebook("q/x y.ipynb")
        project = self.folder / "p"
        self.assertEqual([one, two], notebooks.chosen(project, []))
        self.assertEqual([two], notebooks.chosen(project, ["two"]))
        self.assertEqual([other, one], notebooks.chosen(project, [str(other), "01"]))
        self.assertEqual([other], notebooks.chosen(project, [str(self.folder / "q")]))
        with self.assertRaisesRegex(Refused, "no notebook to run for 'thrice'"):
            notebooks.chosen(project, ["thrice"])
        self.notebook("q/01-one.ipynb")
        with self.assertRaisesRegex(Refused, "two notebooks are called 01-one"):
            notebooks.chosen(project, [str(self.folder / "q"), "01"])

    def test_wrong_settings_are_wrong_arguments_and_nothing_runs(self):
        path = self.notebook("p/x.ipynb")
        nbformat.write(new_notebook(metadata=nbformat.read(path, 4).metadata, cells=[cell(PARAMETERS, tags=["parameters"])]), path)
        site = self.folder / "site"
        for setting, said in (("nosuch=1", "x.ipynb: it has no parameter nosuch"), ("rank=ten", "rank: expected a whole number"), ("rank", "NAME=VALUE")):
            ended = subprocess.run(
                [sys.executable, notebooks.__file__, path.parent, "--set", setting, "--publish", site], capture_output=True, text=True
            )
            self.assertEqual((2, "", False), (ended.returncode, ended.stdout, site.exists()))
            self.assertIn(said, ended.stderr)

    def test_only_an_earlier_site_is_replaced(self):
        site = self.folder / "site"
        notebooks.clear(site)
        (site / "mine.txt").touch()
        with self.assertRaisesRegex(Refused, "holds something"):
            notebooks.clear(site)
        (site / "index.html").touch()
        (site / "notebooks").mkdir()
        notebooks.clear(site)
        self.assertEqual(["mine.txt"], [path.name for path in site.iterdir()])

    def test_other_files_and_languages_are_refused(self):
        with self.assertRaisesRegex(Refused, "written in python"):
            execution.read(self.notebook("p.ipynb", "python"))
        text = self.folder / "t.ipynb"
        text.write_text("no")
        with self.assertRaisesRegex(Refused, "it is no notebook"):
            execution.read(text)

    def test_ids_are_the_same_each_time(self):
        path = self.folder / "old.ipynb"
        path.write_text('{"cells": [{"cell_type": "markdown", "metadata": {}, "source": ["x"]}], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}')
        self.assertEqual(execution.read(path), execution.read(path))
        self.assertEqual("cell-1", execution.read(path).cells[0]["id"])

    def test_failures_name_the_cell_and_what_happened(self):
        error = new_output("error", ename="IllegalStateException", evalue="\x1b[31mno\x1b[0m", traceback=[])
        client = SimpleNamespace(nb=new_notebook(cells=[cell("1"), cell("%snmf tree --ranks 3", error)]), at=1)
        for raised, said in (
            (CellExecutionError("tb", "IllegalStateException", "no"), "cell 2 (%snmf tree --ranks 3): IllegalStateException: no"),
            (CellTimeoutError("Cell execution timed out"), "cell 2 (%snmf tree --ranks 3): took longer than 7 s, which --timeout"),
            (DeadKernelError("Kernel died"), "cell 2 (%snmf tree --ranks 3): the kernel died"),
            (ValueError(), "cell 2 (%snmf tree --ranks 3): ValueError: no message"),
        ):
            with self.subTest(said):
                self.assertTrue(execution.failure(client, raised, 7).startswith(said), execution.failure(client, raised, 7))
        client.at = None
        # As jupyter_client says it.
        for raised in (RuntimeError("Kernel didn't respond in 180 seconds"), TimeoutError()):
            self.assertEqual("before the first cell: the kernel did not answer within 180 s", execution.failure(client, raised, 7))

    def test_cells_are_named_by_what_they_do(self):
        self.assertEqual("%snmf tree", execution.first_line("\n// why\nimport a.B;\n%snmf tree\nx"))
        self.assertEqual(60, len(execution.first_line("x" * 100)))
        self.assertEqual("", execution.first_line(""))
