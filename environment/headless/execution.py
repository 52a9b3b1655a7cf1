"""Runs a notebook in the kernel, cell after cell, up to the first that fails."""

import re

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from headless.parameters import Refused

KERNEL = "snmf"
STARTUP_SECONDS = 180


class Client(NotebookClient):
    """Knows which cell it is at, however it ends."""

    at = None

    async def async_execute_cell(self, cell, cell_index, *arguments, **options):
        self.at = cell_index
        return await super().async_execute_cell(cell, cell_index, *arguments, **options)


def read(path):
    """The notebook of a file, whose cells have ids, the same each time it is read."""
    try:
        notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=nbformat.NO_CONVERT)
        given = notebook.get("nbformat") == 4
        had = [cell.get("id") for cell in notebook.cells] if given else []
        notebook = nbformat.convert(notebook, 4)
    except FileNotFoundError:
        raise Refused("there is no such file") from None
    except Exception as error:  # nbformat and json have many
        raise Refused(f"it is no notebook: {str(error).splitlines()[0]}") from None
    language = notebook.metadata.get("kernelspec", {}).get("language", "java").lower()
    if language != "java":
        raise Refused(f"it is written in {language}: this runs notebooks of Java cells")
    notebook.nbformat_minor = max(5, notebook.nbformat_minor)
    for i, cell in enumerate(notebook.cells):
        cell["id"] = (had[i] if i < len(had) else None) or f"cell-{i + 1}"
    return notebook


def execute(notebook, folder, seconds):
    """Runs it with the folder as working directory; returns what went wrong, or None. Outputs are in the notebook."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    client = Client(
        notebook,
        timeout=seconds,
        startup_timeout=STARTUP_SECONDS,
        kernel_name=KERNEL,
        record_timing=False,
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        client.execute()
    except Exception as error:  # a cell that failed, a kernel that died, a cell over its time: what was shown is kept
        return failure(client, error, seconds)
    return None


def failure(client, error, seconds):
    """The cell and its error in one line."""
    where = "before the first cell"
    if client.at is not None:
        cell = client.nb.cells[client.at]
        where = f"cell {client.at + 1} ({first_line(cell.source)})"
        said = [o for o in cell.get("outputs", []) if o.output_type == "error"]
        if isinstance(error, CellExecutionError) and said:
            return f"{where}: {plain(f'{said[-1].ename}: {said[-1].evalue}')}"
    if isinstance(error, CellTimeoutError):
        return f"{where}: took longer than {seconds} s, which --timeout or SNMF_CELL_TIMEOUT raises"
    if isinstance(error, DeadKernelError):
        return f"{where}: the kernel died, perhaps for want of memory (SNMF_HEAP sets the Java heap)"
    said = str(error).strip().splitlines() or ["no message"]
    if client.at is None and any(sign in f"{type(error).__name__} {said[-1]}" for sign in ("Timeout", "didn't respond")):
        return f"{where}: the kernel did not answer within {STARTUP_SECONDS} s"
    return f"{where}: {type(error).__name__}: {plain(said[-1])}"


def first_line(source):
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    line = next((line for line in lines if not line.startswith(("//", "import "))), lines[0] if lines else "")
    return line if len(line) <= 60 else line[:57] + "..."


def plain(text):
    return re.sub(r"\x1b\[[0-9;]*m", "", text).strip()
