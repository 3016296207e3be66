"""A command on a real terminal of so many columns, and what is seen there."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path

_CONTROL = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|[@-_])")


def on_terminal(
    command: Sequence[str | Path], columns: int, environment: Mapping[str, str], cwd: Path
) -> tuple[int, list[str]]:
    """How the command ended, and every line that stood on the terminal at some moment, without control codes."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    # Rich believes these before it asks the terminal.
    variables = {name: value for name, value in environment.items() if name not in {"COLUMNS", "LINES", "NO_COLOR"}}
    with subprocess.Popen(
        command, stdin=its, stdout=its, stderr=its, cwd=cwd, env={**variables, "TERM": "xterm-256color"}
    ) as process:
        os.close(its)
        written = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    lines = re.split(r"[\r\n]+", _CONTROL.sub("", written.decode()))
    return process.returncode, [line.rstrip() for line in lines if line.strip()]


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says that nobody holds the other end any more
        return b""
