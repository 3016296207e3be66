"""Where the covered workers are: by kecamatan of a regency, with a map where one is drawn, or by regency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from flows.reporting.report.facts import Facts, labels_of
from schemas.reference import reference

_SHADES = 5


@dataclass(frozen=True)
class Places:
    """Workers `by` kecamatan of one regency, or by regency: `tiles` as on the map, none without one, `lines` with the
    segments (`labels`), `nowhere` those without a kecamatan."""

    by: Literal["kecamatan", "regencies"]
    people: pl.DataFrame
    labels: list[str]
    tiles: list[Facts]
    lines: list[Facts]
    nowhere: int


def places(totals: pl.DataFrame, month: date, regencies: Sequence[str]) -> Places:
    """Workers of the month by place and segment; every place is there, with 0 where it must be.

    Of one regency by the kecamatan in which they live; of several by the regency that covers them. A tile's shade is 1
    to 5, in equal steps up to the kecamatan with the most workers; 0 stands for nobody.
    """
    several, labels = len(regencies) > 1, labels_of(month).sort("precedence")
    code, there = ("regency_code", _named(regencies)) if several else ("kecamatan_code", _kecamatan_of(regencies))
    counted = totals.filter(pl.col("month") == month).join(labels, on="segment")
    people = counted.group_by(pl.col(code).alias("code"), pl.col("label").alias("segment")).agg(pl.col("workers").sum())
    named = people.join(there, on="code").sort("place", "segment")
    by_code = dict(named.group_by("code").agg(pl.col("workers").sum()).iter_rows())
    by_segment = {(code, segment): workers for code, segment, workers, _ in named.iter_rows()}
    lines = [
        {
            "name": name,
            "workers": by_code.get(code, 0),
            "by_segment": [by_segment.get((code, label), 0) for label in labels["label"]],
        }
        for code, name in there.iter_rows()
    ]
    return Places(
        "regencies" if several else "kecamatan",
        named.select("place", "segment", "workers"),
        labels["label"].to_list(),
        [] if several else _tiles(there, by_code),
        sorted(lines, key=lambda line: (-line["workers"], line["name"])),
        int(people["workers"].sum()) - int(named["workers"].sum()),
    )


def _named(codes: Sequence[str]) -> pl.DataFrame:
    """`code` and `place` of regions, in the order of their codes."""
    regions = reference("regions").filter(pl.col("code").is_in(codes), pl.col("valid_to").is_null())
    return regions.select("code", place="name").sort("code")


def _kecamatan_of(regencies: Sequence[str]) -> pl.DataFrame:
    inside = reference("regions").filter(pl.col("parent").is_in(regencies), pl.col("level") == "kecamatan")
    return _named(inside["code"].to_list())


def _tiles(kecamatan: pl.DataFrame, workers: dict[str, int]) -> list[Facts]:
    most = max(workers.values(), default=0)
    drawn = reference("kecamatan_tiles").rename({"kecamatan_code": "code"}).join(kecamatan, on="code")
    return [
        {**tile, "name": tile["place"], "workers": there, "shade": -(-there * _SHADES // most) if there else 0}
        for tile in drawn.sort("row", "column").to_dicts()
        for there in [workers.get(tile["code"], 0)]
    ]
