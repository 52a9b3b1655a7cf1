"""Takes out of outputs what differs from run to run, so that two runs give the same bytes.

- progress bars, whose last state holds the seconds (class snmf-progress), and which are not shown for quick work;
- values that the library marks as measured on this machine (class snmf-measured): times, rates, memory in use. Their
  place keeps a dash, in the page and in the plain text.
- execution times in the metadata (they are never recorded).

What a cell prints of a clock of its own is not known, and stays.
"""

import html
import re

PROGRESS = 'class="snmf-progress"'
MARKED = re.compile(r'(<td class="snmf-measured">)(.*?)(</td>)', re.DOTALL)
DASH = "–"


def is_progress(output):
    return PROGRESS in text_of(output, "text/html")


def text_of(output, mime):
    data = output.get("data", {}).get(mime, "")
    return "".join(data) if isinstance(data, list) else data


def without(output):
    """Takes the measured values out of one output."""
    page = text_of(output, "text/html")
    found = [html.unescape(m[1]) for m in MARKED.findall(page)]
    if not found:
        return
    output.data["text/html"] = MARKED.sub(rf"\1{DASH}\3", page)
    lines = text_of(output, "text/plain").split("\n")
    for value in found:
        for i, line in enumerate(lines):
            if line.endswith("  " + value):
                lines[i] = line[: -len(value)] + DASH
                break
    output.data["text/plain"] = "\n".join(lines)


def normalise(notebook):
    """Leaves in the notebook only what the next run will say again."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type != "code":
            continue
        cell.outputs = [output for output in cell.outputs if not is_progress(output)]
        for output in cell.outputs:
            without(output)
