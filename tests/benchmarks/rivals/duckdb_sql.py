"""The work in DuckDB's SQL (`duckdb.sql`), on two threads."""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import duckdb

from .declared import CELLS, FILLED, SAID, declared, received

_THREADS, _MEMORY = 2, "6GB"
_SCRIPT = Path(__file__).with_name("duckdb.sql")


def work(raw: Path, paths: Sequence[Path], out: Path) -> None:
    """Writes the four files of the work below `out`."""
    known = declared()
    tables = {one.name: getattr(known, one.name) for one in fields(known)} | {"files": received(raw, paths)}
    with duckdb.connect(config={"threads": _THREADS, "memory_limit": _MEMORY, "temp_directory": str(out)}) as database:
        database.execute("SET preserve_insertion_order = false")
        for name, table in tables.items():
            database.register(name, table.to_arrow())
        database.execute(_SCRIPT.read_text().format(**SAID, **_sent(paths), provinces=known.listed_provinces, out=out))


def _sent(paths: Sequence[Path]) -> dict[str, str]:
    """What the script is told of the files: their columns, and how they are read."""
    listed = ", ".join(f"'{path}'" for path in paths)
    text = "delim = ';', header = true, all_varchar = true, filename = true"
    parquet = paths[0].suffix == ".parquet"
    return {
        "source": f"read_parquet([{listed}], filename = true)" if parquet else f"read_csv([{listed}], {text})",
        "columns": ", ".join(f'"{heading}" AS {name}' for heading, name in CELLS.items()),
        "cells": ", ".join(FILLED),
        "filled": " + ".join(f"CAST({name} IS NOT NULL AS INTEGER)" for name in FILLED),
    }
