"""Sums up the modules' tests: report.py ROOT COUNTS [--maven ok|failed] [--some]

Prints, module by module, how many tests ran and which were skipped and why, and adds a line "passed failed skipped" to
the file COUNTS. Fails when a test failed, when a report cannot be read, when a module with tests left no report (with
--some: when none did), or when Maven failed for a reason other than a failed test.
"""

import argparse
import re
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree


def reason(skipped):
    """The first line of what the test said, without the name of the exception."""
    text = skipped.get("message") or (skipped.text or "").strip().split("\n")[0]
    return re.sub(r"^\S*Exception: ", "", text).replace("Assumption failed: ", "") or "no reason given"


def read(report):
    """The tests of one report, as (name, kind, reason of a skipped one)."""
    try:
        cases = list(ElementTree.parse(report).getroot().iter("testcase"))
    except ElementTree.ParseError as error:
        return [(f"{report.name}: {error}", "failed", None)]
    tests = []
    for case in cases:
        name = f"{case.get('classname')}.{case.get('name')}"
        skipped = case.find("skipped")
        if skipped is not None:
            tests.append((name, "skipped", reason(skipped)))
        elif case.find("failure") is not None or case.find("error") is not None:
            tests.append((name, "failed", None))
        else:
            tests.append((name, "passed", None))
    return tests


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("root", type=Path)
    parser.add_argument("counts", type=Path)
    parser.add_argument("--maven", choices=("ok", "failed"), default="ok")
    parser.add_argument("--some", action="store_true")
    arguments = parser.parse_args()
    root = arguments.root
    total, reasons, faults = Counter(), Counter(), []
    for pom in sorted(root.glob("src/*/pom.xml")) + [root / "magics/pom.xml"]:
        module = pom.parent
        name = module.relative_to(root).as_posix()
        reports = sorted(module.glob("target/surefire-reports/TEST-*.xml"))
        if not reports:
            if not arguments.some and any(module.glob("src/test/java/**/*Test.java")):
                faults.append(f"{name}: it has tests, but none of them ran")
            continue
        here = Counter()
        for test, kind, why in (test for report in reports for test in read(report)):
            here[kind] += 1
            if kind == "skipped":
                reasons[name, why] += 1
            elif kind == "failed":
                print(f"FAILED {name}: {test}")
        print(f"{name}: {here['passed']} passed, {here['failed']} failed, {here['skipped']} skipped")
        total.update(here)
    for (name, why), number in sorted(reasons.items()):
        print(f"skipped in {name}, {number} times: {why}")
    if not total:
        faults.append("no test ran")
    if arguments.maven == "failed" and not faults:
        faults.append("Maven ended with an error other than a failed test")
    for fault in faults:
        print(f"FAILED {fault}")
    failed = total["failed"] + len(faults)
    with open(arguments.counts, "a") as counts:
        counts.write(f"{total['passed']} {failed} {total['skipped']}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
