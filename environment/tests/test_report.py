import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

REPORT = Path(__file__).resolve().parents[1] / "report.py"
PASSED = '<testcase classname="C" name="passes"/>'
FAILED = '<testcase classname="C" name="fails"><failure message="expected 1"/></testcase>'
ERROR = '<testcase classname="C" name="errs"><error message="no"/></testcase>'
SKIPPED = (
    '<testcase classname="C" name="skips"><skipped '
    'message="org.opentest4j.TestAbortedException: Assumption failed: no chromium"/></testcase>'
)
SILENT = '<testcase classname="C" name="says nothing"><skipped/></testcase>'


class ReportTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.counts = self.root / "counts"

    def module(self, name, *cases, tests=True, text=None):
        module = self.root / name
        (module / "target/surefire-reports").mkdir(parents=True)
        (module / "pom.xml").touch()
        if tests:
            (module / "src/test/java/org").mkdir(parents=True)
            (module / "src/test/java/org/SomeTest.java").touch()
        if cases or text is not None:
            report = module / "target/surefire-reports/TEST-C.xml"
            report.write_text(text if text is not None else f"<testsuite>{''.join(cases)}</testsuite>")

    def report(self, *options):
        """Status, what it printed, the counts."""
        command = [sys.executable, REPORT, self.root, self.counts, *options]
        ended = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual("", ended.stderr)
        return ended.returncode, ended.stdout, self.counts.read_text()

    def test_counts_are_added_over_modules_and_to_what_is_there(self):
        self.counts.write_text("5 0 0\n")
        self.module("src/core", PASSED, PASSED)
        self.module("magics", PASSED)
        self.assertEqual((0, "5 0 0\n3 0 0\n"), self.report()[::2])

    def test_a_skipped_test_is_counted_with_its_reason(self):
        self.module("src/views", PASSED, SKIPPED, SKIPPED, SILENT)
        status, said, counts = self.report()
        self.assertEqual((0, "1 0 3\n"), (status, counts))
        self.assertIn("skipped in src/views, 2 times: no chromium\n", said)
        self.assertIn("skipped in src/views, 1 times: no reason given\n", said)

    def test_a_failed_test_and_an_error_are_named(self):
        self.module("src/core", PASSED, FAILED, ERROR, SKIPPED)
        status, said, counts = self.report()
        self.assertEqual((1, "1 2 1\n"), (status, counts))
        self.assertIn("FAILED src/core: C.fails\n", said)
        self.assertIn("FAILED src/core: C.errs\n", said)

    def test_an_empty_module_is_no_failure(self):
        self.module("src/core", PASSED)
        self.module("src/goldens", tests=False)
        status, said, counts = self.report()
        self.assertEqual((0, "1 0 0\n"), (status, counts))
        self.assertNotIn("goldens", said)

    def test_a_module_whose_tests_left_no_report_is(self):
        self.module("src/core", PASSED)
        self.module("magics")
        status, said, counts = self.report()
        self.assertEqual((1, "1 1 0\n"), (status, counts))
        self.assertIn("FAILED magics: it has tests, but none of them ran", said)
        self.assertEqual(0, self.report("--some")[0])

    def test_no_report_at_all_is(self):
        self.module("src/core")
        self.assertEqual((1, "0 1 0\n"), self.report("--some")[::2])

    def test_a_report_that_was_cut_off_is(self):
        self.module("src/core", text="<testsuite><testcase")
        status, said, counts = self.report()
        self.assertEqual((1, "0 1 0\n"), (status, counts))
        self.assertIn("FAILED src/core: TEST-C.xml", said)

    def test_an_error_of_maven_itself_is(self):
        self.module("src/core", PASSED)
        status, said, counts = self.report("--maven", "failed")
        self.assertEqual((1, "1 1 0\n"), (status, counts))
        self.assertIn("Maven ended with an error", said)
