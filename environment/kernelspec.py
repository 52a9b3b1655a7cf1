"""Writes a kernel.json that may hold any path: kernelspec.py FILE NAME=VALUE ... -- COMMAND ..."""

import json
import sys
from pathlib import Path

file, *rest = sys.argv[1:]
end = rest.index("--")
variables, command = rest[:end], rest[end + 1 :]
spec = {
    "argv": [*command, "{connection_file}"],
    "display_name": "SNMF (Java)",
    "language": "java",
    "interrupt_mode": "message",
    "env": dict(variable.split("=", 1) for variable in variables),
}
Path(file).write_text(json.dumps(spec, indent=2) + "\n", encoding="utf-8")
