"""Reference data: enumerated facts with the dates they hold and the source they come from.

Every CSV beside this file is read here, strictly: an unknown or missing column is an error that names the file.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

_FOLDER = Path(__file__).parent

HOME_REGENCY = "35.04"
"""Kabupaten Tulungagung: the regency of a sender that declares none, and of a night that is told none."""

_SOURCED = {"source": pl.String, "confidence": pl.String}
_DATED = {"valid_from": pl.Date, "valid_to": pl.Date, **_SOURCED}

SHAPES: dict[str, dict[str, type[pl.DataType]]] = {
    "regions": {"code": pl.String, "name": pl.String, "level": pl.String, "parent": pl.String, **_DATED},
    "former_names": {"code": pl.String, "name": pl.String, **_SOURCED},
    "segments": {
        "segment": pl.String,
        "label": pl.String,
        "membership": pl.String,
        "precedence": pl.Int32,
        "age_from": pl.Int32,
        "age_below": pl.Int32,
        "age_notice": pl.Int32,
        "residence_required": pl.Boolean,
        "occupation_required": pl.Boolean,
        **_DATED,
    },
    "contribution_rates": {
        "membership": pl.String,
        "programme": pl.String,
        "rate_percent": pl.String,
        "amount_rp": pl.Int64,
        **_DATED,
    },
    "wage_bases": {"segment": pl.String, "wage_base_rp": pl.Int64, "use_roster_wage": pl.Boolean, **_DATED},
    "wage_bounds": {
        "membership": pl.String,
        "wage_minimum_rp": pl.Int64,
        "wage_maximum_rp": pl.Int64,
        **_DATED,
    },
    "funding_sources": {"segment": pl.String, "funding_source": pl.String, **_DATED},
    "death_benefit_terms": {
        "full_from_months": pl.Int32,
        "full_rp": pl.Int64,
        "burial_rp": pl.Int64,
        **_DATED,
    },
    "accident_death_terms": {
        "months_of_wage": pl.Int64,
        "burial_rp": pl.Int64,
        "periodic_rp": pl.Int64,
        **_DATED,
    },
    "scholarship_terms": {
        "level": pl.String,
        "year_rp": pl.Int64,
        "years": pl.Int64,
        "children": pl.Int64,
        **_DATED,
    },
    "claim_terms": {"lapses_after_years": pl.Int32, **_DATED},
    "quotas": {
        "year": pl.Int32,
        "regency_code": pl.String,
        "segment": pl.String,
        "funding_source": pl.String,
        "quota_workers": pl.Int64,
        "months": pl.Int32,
        "first_month": pl.Int32,
        **_SOURCED,
    },
    "ceilings": {
        "year": pl.Int32,
        "regency_code": pl.String,
        "segment": pl.String,
        "funding_source": pl.String,
        "ceiling_rp": pl.Int64,
        **_SOURCED,
    },
    "workforce": {"area_code": pl.String, "kind": pl.String, "workforce": pl.Int64, **_DATED},
    "coverage_targets": {"target_share": pl.Float64, **_DATED},
    "occupations": {
        "occupation": pl.String,
        "label": pl.String,
        "priority": pl.Int32,
        "civil_servant": pl.Boolean,
        "segment": pl.String,
        **_DATED,
    },
    "occupation_synonyms": {"spelling": pl.String, "occupation": pl.String},
    "occupation_abbreviations": {"abbreviation": pl.String, "word": pl.String},
    "segment_posts": {"segment": pl.String, "words": pl.String, "occupation": pl.String},
    "headings": {"field": pl.String, "spelling": pl.String},
    "heading_qualifiers": {"words": pl.String},
    "answer_headings": {"kind": pl.String, "field": pl.String, "spelling": pl.String},
    "answer_words": {"field": pl.String, "words": pl.String, "meaning": pl.String},
    "heading_abbreviations": {"abbreviation": pl.String, "word": pl.String},
    "subheadings": {"parent": pl.String, "spelling": pl.String, "field": pl.String},
    "segment_words": {"words": pl.String, "segment": pl.String},
    "exit_words": {"words": pl.String, "kind": pl.String, **_SOURCED},
    "month_names": {"spelling": pl.String, "month": pl.Int32},
    "ditto_marks": {"spelling": pl.String},
    "ktp_occupations": {"code": pl.Int64, "words": pl.String, **_SOURCED},
    "sex_words": {"spelling": pl.String, "sex": pl.String},
    "kecamatan_tiles": {
        "kecamatan_code": pl.String,
        "row": pl.Int32,
        "column": pl.Int32,
        "label": pl.String,
        **_SOURCED,
    },
    "template_columns": {
        "field": pl.String,
        "heading": pl.String,
        "width": pl.Int32,
        "as_text": pl.Boolean,
        "help": pl.String,
    },
    "score_parts": {"part": pl.String, "weight": pl.Int32, **_SOURCED},
    "score_fields": {"field": pl.String, "required_by": pl.String, **_SOURCED},
    "fillers": {"column": pl.String, "pattern": pl.String, **_SOURCED},
    "filler_repeats": {"value": pl.String, "rows_from": pl.Int64, "share_from": pl.Float64, **_SOURCED},
    "timeliness": {"standing": pl.String, "within_days": pl.Int64, "points": pl.Float64, **_SOURCED},
    "template_positions": {"segment": pl.String, "position": pl.String},
    "upload_columns": {
        "form": pl.String,
        "heading": pl.String,
        "field": pl.String,
        "constant": pl.String,
        **_SOURCED,
    },
    "deactivation_reasons": {"why": pl.String, "code": pl.String, "words": pl.String, **_DATED},
}


class ReferenceDataError(ValueError):
    """A reference table that cannot be used; the message names the file."""


@cache
def reference(name: str) -> pl.DataFrame:
    """The reference table `<name>.csv` in its declared types.

    Raises:
        ReferenceDataError: the file's columns are not the declared ones, or a cell does not fit its type.
    """
    path = _FOLDER / f"{name}.csv"
    shape = SHAPES[name]
    found = pl.read_csv(path, n_rows=0).columns
    if found != list(shape):
        raise ReferenceDataError(f"{path}: columns {found}, declared {list(shape)}")
    try:
        return pl.read_csv(path, schema=shape)
    except pl.exceptions.PolarsError as error:
        raise ReferenceDataError(f"{path}: {error}") from error


def known_regencies(codes: Sequence[str]) -> tuple[str, ...]:
    """The regencies of these codes, each once, whose kecamatan and desa the official list holds.

    Raises:
        ReferenceDataError: the list does not hold those of one of them.
    """
    held = reference("regions").filter(pl.col("level") == "kecamatan")["parent"].unique()
    unknown = sorted(set(codes) - set(held))
    if unknown:
        raise ReferenceDataError(f"{_FOLDER / 'regions.csv'} holds no kecamatan of {', '.join(unknown)}")
    return tuple(dict.fromkeys(codes))


def in_force(name: str, on: date) -> pl.DataFrame:
    """The rows of a dated reference table that hold on a day (both ends included)."""
    return reference(name).filter(pl.col("valid_from") <= on, pl.col("valid_to").is_null() | (pl.col("valid_to") >= on))
