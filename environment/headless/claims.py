"""What the prose of the notebooks says of their numbers, as checks of what the cells printed.

A claim is (what is said, a pattern over all that the notebook's cells print as plain text, a condition on the numbers
that its groups catch). A claim that finds nothing to check is broken too. When a notebook's prose says more, or other
things, this list follows.
"""

import re

from headless import measured

NUMBER = r"([+\-−]?\d[\d,]*(?:\.\d+)?)"
CLAIMS = {}


def printed(notebook):
    texts = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            texts.append(output.get("text") or measured.text_of(output, "text/plain"))
    return "\n".join(texts)


def broken(name, notebook):
    """The claims about the notebook of this name that do not hold."""
    text, found = printed(notebook), []
    for claim, pattern, holds in CLAIMS.get(name, ()):
        matches = list(re.finditer(pattern.replace("#", NUMBER), text, re.MULTILINE))
        for match in matches:
            numbers = [float(group.replace(",", "").replace("−", "-")) for group in match.groups()]
            if not holds(*numbers):
                found.append(f'"{claim}" does not hold for {numbers}')
        if not matches:
            found.append(f'"{claim}" could not be checked: nothing fits {pattern!r}')
    return found
