"""What a table is: its columns, grain, order and zone, and the pandera model that follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import pandera.polars as pa
import polars as pl

from schemas.columns import COLUMNS, Column

Zone = Literal["analyst", "steward"]


@dataclass(frozen=True)
class Table:
    """One published table.

    `grain` is the columns that make a row unique (empty: rows may repeat), `order` how rows are sorted for their
    readers (those in `descending` with the larger value first), `nullable` the columns that may be blank.
    `partitioned` tables are a folder with one part a month.
    """

    name: str
    zone: Zone
    description: str
    columns: tuple[str, ...]
    grain: tuple[str, ...]
    order: tuple[str, ...]
    descending: tuple[str, ...] = ()
    nullable: tuple[str, ...] = ()
    partitioned: bool = False
    own_columns: tuple[Column, ...] = ()
    checks: dict[str, Sequence[pa.Check]] = field(default_factory=dict)

    @cached_property
    def declared(self) -> tuple[Column, ...]:
        """The columns in order, with what `schemas/columns.py` says of them (or the table's own word)."""
        own = {column.name: column for column in self.own_columns}
        return tuple(own.get(name) or COLUMNS[name] for name in self.columns)

    @cached_property
    def dtypes(self) -> pl.Schema:
        return pl.Schema({column.name: column.dtype for column in self.declared})

    @cached_property
    def model(self) -> pa.DataFrameSchema:
        """The strict contract: these columns, in this order, of these types, unique by the grain."""
        return pa.DataFrameSchema(
            {
                column.name: pa.Column(
                    column.dtype,
                    checks=list(self.checks.get(column.name, ())),
                    nullable=column.name in self.nullable,
                    description=column.description,
                )
                for column in self.declared
            },
            name=self.name,
            strict=True,
            ordered=True,
            unique=list(self.grain) or None,
        )

    def empty(self) -> pl.DataFrame:
        """The table without rows."""
        return pl.DataFrame(schema=self.dtypes)

    def arrange(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The table's columns out of a wider frame, in the declared types, sorted for its readers."""
        return frame.select(pl.col(name).cast(dtype) for name, dtype in self.dtypes.items()).sort(
            self.order, descending=[name in self.descending for name in self.order], nulls_last=True
        )


def one_of(*values: str) -> pa.Check:
    """The check that a value is one of the declared codes."""
    return pa.Check.isin(list(values))
