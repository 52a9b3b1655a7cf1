"""Did a notebook say the same as before? Compares fresh outputs with those that the file held.

Words must be the same, and numbers equal within a tolerance: relative, that of the notebook's metadata
({"snmf": {"tolerance": 0.05}}), and never less than one unit of the last digit shown. Progress bars, measured values
(see measured) and the drawing of figures are left out. In a cell tagged "varies", whose rows hang on the last bits of a
sum and so on the processor, only kinds of output are compared, and the words of the first line of each.
Last, what the prose says of the numbers must hold (see claims).
"""

import copy
import re

from headless import claims, measured
from headless.parameters import tagged

TOLERANCE = 0.02
NUMBER = re.compile(r"(?<![A-Za-z_\d])[+\-−]?\d[\d,]*(?:\.\d+)?(?:[eE][+\-]?\d+)?")
TOKEN = re.compile(NUMBER.pattern + r"|[^\W\d_]+")


class Expected:
    """What a notebook said, cell by cell."""

    def __init__(self, name, tolerance, said):
        self.name, self.tolerance, self.said = name, tolerance, said

    @staticmethod
    def of(notebook, path):
        tolerance = notebook.metadata.get("snmf", {}).get("tolerance", TOLERANCE)
        return Expected(path.stem, tolerance, {cell["id"]: said(cell) for cell in notebook.cells})

    def differences(self, notebook):
        """Where the executed notebook says something else, and which claims no longer hold."""
        found = []
        for number, cell in enumerate(notebook.cells, 1):
            before, now = self.said.get(cell["id"], []), said(cell)
            if before or now:
                found += [f"cell {number}: {d}" for d in differ(before, now, self.tolerance, tagged(cell, "varies"))]
        return found + claims.broken(self.name, notebook)


def said(cell):
    """The outputs of a cell as (kind, text)."""
    if cell.cell_type != "code":
        return []
    result = []
    for output in copy.deepcopy(cell.outputs):
        if measured.is_progress(output):
            continue
        measured.without(output)
        kinds = sorted(output.get("data", {})) or [output.output_type]
        text = output.get("text") or measured.text_of(output, "text/plain") or output.get("evalue", "")
        result.append(("+".join(kinds), text))
    return result


def differ(before, now, tolerance, varies):
    if [kind for kind, _ in before] != [kind for kind, _ in now]:
        return [f"its outputs were {[k for k, _ in before]} and are {[k for k, _ in now]}"]
    found = []
    for (_, old), (_, new) in zip(before, now):
        if varies:
            old, new = (text.strip().split("\n")[0] for text in (old, new))
            old, new = (NUMBER.sub("0", text) for text in (old, new))
        found += first_difference(TOKEN.findall(old), TOKEN.findall(new), tolerance)
    return found


def first_difference(old, new, tolerance):
    """The first difference of two lists of words and numbers, as a list of at most one."""
    for i, (a, b) in enumerate(zip(old, new)):
        if a != b and not (NUMBER.fullmatch(a) and NUMBER.fullmatch(b) and near(a, b, tolerance)):
            around = " ".join(old[max(0, i - 4) : i])
            return [f"after \"{around}\" it was {a} and is {b}"]
    return [] if len(old) == len(new) else [f"it had {len(old)} words and numbers and has {len(new)}"]


def near(a, b, tolerance):
    x, y = value(a), value(b)
    return abs(x - y) <= max(tolerance * max(abs(x), abs(y)), 1.01 * max(unit(a), unit(b)))


def value(text):
    return float(text.replace(",", "").replace("−", "-"))


def unit(text):
    """One unit of the last digit that is shown."""
    mantissa, _, exponent = text.lower().partition("e")
    digits = len(mantissa.partition(".")[2])
    return 10.0 ** (int(exponent or 0) - digits)
