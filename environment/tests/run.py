"""Runs the tests of the scripts: run.py [--counts FILE]. With --counts a line "passed failed skipped" is added."""

import sys
import unittest
from pathlib import Path


def main():
    here = Path(__file__).resolve().parent
    sys.dont_write_bytecode = True
    suite = unittest.defaultTestLoader.discover(str(here), top_level_dir=str(here))
    result = unittest.TextTestRunner(stream=sys.stdout).run(suite)
    failed = len({case.id().split(" ")[0] for case, _ in result.failures + result.errors})
    skipped = len(result.skipped)
    for case, why in result.skipped:
        print(f"skipped in environment: {case.id()}: {why}")
    print(f"environment: {result.testsRun - failed - skipped} passed, {failed} failed, {skipped} skipped")
    if sys.argv[1:2] == ["--counts"]:
        with open(sys.argv[2], "a") as counts:
            counts.write(f"{result.testsRun - failed - skipped} {failed} {skipped}\n")
    return 1 if failed or not result.testsRun else 0


if __name__ == "__main__":
    sys.exit(main())
