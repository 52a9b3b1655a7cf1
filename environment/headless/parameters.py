"""Sets a notebook's parameters by papermill's convention: a cell injected after the one tagged "parameters".

The cell tagged so declares Java variables with their defaults. The injected cell, tagged "injected-parameters", assigns
others to them; the kind of each value is that of its declaration.
"""

import difflib
import re

import nbformat

DECLARATION = re.compile(
    r"^\s*(?:final\s+)?(?P<type>[A-Za-z_][\w.]*(?:<[^=;]*>)?(?:\[\])?)\s+(?P<name>[A-Za-z_]\w*)\s*=\s*(?P<value>.*)$",
    re.MULTILINE,
)
WHOLE = {"byte": 7, "short": 15, "int": 31, "long": 63}
INJECTED = "injected-parameters"


class Refused(Exception):
    """A notebook or a parameter that cannot be used as it is; the message says what to do."""


def tagged(cell, tag):
    return tag in cell.metadata.get("tags", [])


def declared(source):
    """The variables that a cell of parameters declares: name -> kind."""
    return {m["name"]: kind(m["type"], m["value"]) for m in DECLARATION.finditer(source) if m["type"] != "import"}


def kind(type_, value):
    """The declared type, or for var that of the literal that it begins with."""
    if type_ != "var":
        return type_.removeprefix("java.lang.").removeprefix("java.nio.file.")
    if value.startswith('"'):
        return "String"
    if re.match(r"(true|false)\b", value):
        return "boolean"
    number = re.match(r"-?[\d_]+([\d_.eE+-]*)([lLfFdD]?)", value)
    if not number:
        return "var"
    if number[2] in "lL" and number[2]:
        return "long"
    return "double" if number[1] or number[2] else "int"


def literal(name, kind_, text):
    """The value in Java's syntax."""
    if kind_.endswith("[]"):
        entries = [literal(name, kind_[:-2], part.strip()) for part in text.split(",") if part.strip()]
        return f"new {kind_} {{{', '.join(entries)}}}"
    if kind_ in ("List<String>", "java.util.List<String>"):
        return f"java.util.List.of({', '.join(string(part.strip()) for part in text.split(',') if part.strip())})"
    if kind_ == "String":
        return string(text)
    if kind_ == "Path":
        return f"java.nio.file.Path.of({string(text)})"
    if kind_ == "boolean":
        if text not in ("true", "false"):
            raise Refused(f"{name}: expected true or false, found {text!r}")
        return text
    if kind_ in WHOLE:
        try:
            number = int(text.replace("_", ""))
        except ValueError:
            raise Refused(f"{name}: expected a whole number, found {text!r}") from None
        if not -(1 << WHOLE[kind_]) <= number < 1 << WHOLE[kind_]:
            raise Refused(f"{name}: {text} does not fit into {kind_}")
        return f"{number}L" if kind_ == "long" else str(number)
    if kind_ in ("double", "float"):
        share = text.endswith("%")
        try:
            number = float(text.removesuffix("%")) / (100 if share else 1)
        except ValueError:
            raise Refused(f"{name}: expected a number, found {text!r}") from None
        if number != number or number in (float("inf"), float("-inf")):
            raise Refused(f"{name}: expected a finite number, found {text!r}")
        return repr(number) + ("f" if kind_ == "float" else "")
    return text  # an expression of the user's own


def string(text):
    """A Java string literal."""
    named = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(named.get(c) or (c if c.isprintable() else unicode(c)) for c in text) + '"'


def unicode(character):
    data = character.encode("utf-16-be")
    return "".join(f"\\u{data[i]:02x}{data[i + 1]:02x}" for i in range(0, len(data), 2))


def inject(notebook, settings):
    """Puts the cell with the settings, name -> text, into the notebook, in place of one that was put there before."""
    if not settings:
        return
    notebook.cells = [cell for cell in notebook.cells if not tagged(cell, INJECTED)]
    places = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code" and tagged(cell, "parameters")]
    if not places:
        raise Refused('it has no cell tagged "parameters": tag the cell that declares what --set may change')
    kinds = declared(notebook.cells[places[0]].source)
    lines = []
    for name, text in settings.items():
        if name not in kinds:
            near = difflib.get_close_matches(name, kinds, 1)
            known = f"did you mean {near[0]}?" if near else f"it has {', '.join(kinds) or 'none'}"
            raise Refused(f"it has no parameter {name}: {known}")
        lines.append(f"{name} = {literal(name, kinds[name], text)};")
    cell = nbformat.v4.new_code_cell("// Parameters\n" + "\n".join(lines), metadata={"tags": [INJECTED]})
    cell["id"] = INJECTED
    notebook.cells.insert(places[0] + 1, cell)
