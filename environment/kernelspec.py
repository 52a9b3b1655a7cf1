"""Writes a kernel.json that may hold any path: kernelspec.py FILE NAME=VALUE COMMAND ..."""

import json
import sys
from pathlib import Path

file, variable, *command = sys.argv[1:]
name, _, value = variable.partition("=")
spec = {
    "argv": [*command, "{connection_file}"],
    "display_name": "SNMF (Java)",
    "language": "java",
    "interrupt_mode": "message",
    "env": {name: value},
}
Path(file).write_text(json.dumps(spec, indent=2) + "\n", encoding="utf-8")
