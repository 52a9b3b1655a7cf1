"""Sums up the modules' tests: report.py ROOT COUNTS

Prints, module by module, how many tests ran and which were skipped and why, and begins the file COUNTS with a line
"passed failed skipped". Fails when a test failed, or when a module with tests left no report.
"""

import re
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree


def reason(skipped):
    """The first line of what the test said, without the name of the exception."""
    text = skipped.get("message") or (skipped.text or "").strip().split("\n")[0]
    return re.sub(r"^\S*Exception: ", "", text).replace("Assumption failed: ", "") or "no reason given"


def main():
    root, counts = Path(sys.argv[1]), Path(sys.argv[2])
    total = Counter()
    reasons = Counter()
    silent = []
    for pom in sorted(root.glob("src/*/pom.xml")) + [root / "magics/pom.xml"]:
        module = pom.parent
        name = str(module.relative_to(root))
        reports = sorted(module.glob("target/surefire-reports/TEST-*.xml"))
        if not reports:
            if any(module.glob("src/test/java/**/*Test.java")):
                silent.append(name)
            continue
        here = Counter()
        for report in reports:
            for case in ElementTree.parse(report).getroot().iter("testcase"):
                skipped = case.find("skipped")
                if skipped is not None:
                    here["skipped"] += 1
                    reasons[(name, reason(skipped))] += 1
                elif case.find("failure") is not None or case.find("error") is not None:
                    here["failed"] += 1
                    print(f"FAILED {name}: {case.get('classname')}.{case.get('name')}")
                else:
                    here["passed"] += 1
        print(f"{name}: {here['passed']} passed, {here['failed']} failed, {here['skipped']} skipped")
        total.update(here)
    for (name, reason), number in sorted(reasons.items()):
        print(f"skipped in {name}, {number} times: {reason}")
    for name in silent:
        print(f"FAILED {name}: it has tests, but none of them ran")
    failed = total["failed"] + len(silent)
    counts.write_text(f"{total['passed']} {failed} {total['skipped']}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
