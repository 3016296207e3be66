"""Cells to columns in pandas and NumPy, for `pandas_frames.py`: each distinct cell is read once."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from rapidfuzz.distance import OSA

from .declared import CELLS, NEWEST_YEAR, RULES, Declared

TEXT = pd.ArrowDtype(pa.string())
_LETTERS = r"[^a-z]+"
SEXES = ("L", "P")
NO_DATE = np.datetime64("NaT", "s")
_GUESS_FROM = 5


@dataclass(frozen=True)
class Words:
    """The `names` that words stand for, and the place of its name `by_word`."""

    names: list[str]
    by_word: dict[str, int]


@dataclass(frozen=True)
class Known:
    """What is declared as lookups; of the `terms` and of the `desa` a place stands for its row."""

    segments: Words
    sexes: Words
    occupations: Words
    servants: np.ndarray
    months: dict[str, int]
    provinces: np.ndarray
    terms: pd.DataFrame
    desa: pd.DataFrame


def lookups(known: Declared) -> Known:
    """What is declared, by word and by place."""
    terms = known.terms.to_pandas()
    sexes = Words(list(SEXES), {word: SEXES.index(sex) for word, sex in known.sexes.iter_rows()})
    places = {segment: place for place, segment in enumerate(terms["segment"])}
    occupations = known.occupations["occupation"].unique(maintain_order=True)
    rows = {name: place for place, name in enumerate(occupations)}
    servants = set(known.occupations.filter("civil_servant")["occupation"])
    return Known(
        segments=Words(list(places), {word: places[segment] for word, segment in known.segments.iter_rows()}),
        sexes=sexes,
        occupations=Words(list(rows), {word: rows[name] for word, name, _ in known.occupations.iter_rows()}),
        servants=np.array([name in servants for name in rows]),
        months=dict(known.months.iter_rows()),
        provinces=known.provinces["province"].to_numpy(),
        terms=terms,
        desa=known.desa.to_pandas(),
    )


def sent_cells(path: Path) -> pd.DataFrame:
    """The rows of a file that are people, every cell as text."""
    if path.suffix == ".parquet":
        sent = pd.read_parquet(path, dtype_backend="pyarrow")
    else:
        sent = pd.read_csv(path, sep=";", dtype=TEXT, engine="pyarrow", dtype_backend="pyarrow")
    sent = sent.rename(columns=CELLS)
    return sent[sent["number"] != "JUMLAH"]


def read_nik(texts: pd.Series, known: Known) -> dict[str, np.ndarray]:
    """The `form` of the NIK (the bit of what is wrong with it, or 0); of a sound one `key`, `date` and `sex`."""
    digits = texts.copy()
    untidy = (~texts.str.fullmatch("[0-9]{16}")).fillna(False)
    mended = texts[untidy].str.replace(r"^NIK: ", "", regex=True).str.replace(r"[\s'.,-]", "", regex=True)
    digits[untidy] = mended.array
    sixteen = digits.str.fullmatch("[0-9]{16}").fillna(False).to_numpy(bool)
    key = np.full(len(texts), -1, np.int64)
    key[sixteen] = digits[sixteen].astype("int64[pyarrow]").to_numpy(np.int64)
    code = key // 10**8 % 100
    short = key // 10**4 % 100
    year = np.where(short < NEWEST_YEAR, 2000, 1900) + short
    dates = _dates(year, key // 10**6 % 100, np.where(code > 40, code - 40, code))
    cases = {
        "NIK_MISSING": texts.isna().to_numpy() | (texts == "belum ada").fillna(False).to_numpy(bool),
        "NIK_SCIENTIFIC": texts.str.contains("E+", regex=False).fillna(False).to_numpy(bool),
        "NIK_FORMAT": ~sixteen,
        "NIK_TEMPORARY": key < 10**15,
        "NIK_PROVINCE_UNKNOWN": ~np.isin(key // 10**14, known.provinces),
        "NIK_DATE_IMPOSSIBLE": np.isnat(dates),
        "NIK_SERIAL_ZERO": key % 10**4 == 0,
    }
    form = np.select(list(cases.values()), [np.int32(RULES[code]) for code in cases], np.int32(0))
    sound = form == 0
    return {
        "form": form,
        "key": np.where(sound, key, -1),
        "date": np.where(sound, dates, NO_DATE),
        "sex": np.where(sound, code > 40, -1),
    }


def read_others(sent: pd.DataFrame, known: Known) -> dict[str, Any]:
    """What the other cells say: `name`, and of `sex`, `occupation`, `segment` and `desa` the place in what is known."""
    segment = _meant(sent["segment_text"], known.segments)
    other = (~sent["regency_text"].str.endswith("Tulungagung")).fillna(False).to_numpy(bool)
    desa, guessed = _places(sent["kecamatan_text"], sent["desa_text"], known.desa)
    return {
        "name": sent["name_text"].str.replace(r"\s+", " ", regex=True),
        "sex": _meant(sent["sex_text"], known.sexes),
        "occupation": _meant(sent["occupation_text"], known.occupations),
        "segment": np.where(segment < 0, known.segments.names.index("pekerja_rentan"), segment),
        "outside": other,
        "desa": desa,
        "guessed": guessed,
        **{name: known.terms[name].to_numpy() for name in ("age_limited", "residence_required", "occupation_required")},
    }


def by_distinct(cells: pd.Series, read: Callable[[pd.Series], np.ndarray], blank: Any) -> np.ndarray:
    """What `read` makes of each distinct cell, for every row; `blank` where the cell is."""
    codes, distinct = pd.factorize(cells)
    return np.append(read(pd.Series(distinct)), blank)[codes]


def _meant(cells: pd.Series, words: Words) -> np.ndarray:
    """The place of the name that each cell's words stand for, or -1."""

    def read(texts: pd.Series) -> np.ndarray:
        said = texts.str.lower().str.replace(r"[\W_]+", " ", regex=True).str.strip()
        return np.array([words.by_word.get(word, -1) for word in said], np.int32)

    return by_distinct(cells, read, np.int32(-1))


def stated_dates(cells: pd.Series, known: Known) -> np.ndarray:
    """The date that each distinct cell states."""
    numeric = cells.str.extract(r"^(?P<first>\d+)[-/](?P<second>\d+)[-/](?P<third>\d+)$")
    words = cells.str.extract(r"^(?P<first>\d+) (?P<second>[A-Za-z]+) (?P<third>\d{4})$")
    month = words["second"].str.lower().map(known.months)
    year_first = (numeric["first"].str.len() == 4).fillna(False).to_numpy(bool)
    first, third = (_numbers(numeric[part].fillna(words[part])) for part in ("first", "third"))
    second = _numbers(numeric["second"]) + _numbers(month)
    year = np.where(year_first, first, third)
    year = np.where(year >= 100, year, np.where(year < NEWEST_YEAR, 2000, 1900) + year)
    return _dates(year, second, np.where(year_first, third, first))


def _numbers(cells: pd.Series) -> np.ndarray:
    return np.asarray(pd.to_numeric(cells).fillna(0), np.int64)


def _dates(year: np.ndarray, month: np.ndarray, day: np.ndarray) -> np.ndarray:
    """The dates of these days; none where there is no such day."""
    months = (year - 1970) * 12 + month - 1
    days = months.astype("datetime64[M]").astype("datetime64[D]") + (day - 1)
    real = (month >= 1) & (month <= 12) & (day >= 1) & (days.astype("datetime64[M]").astype(np.int64) == months)
    found: np.ndarray = np.where(real, days.astype("datetime64[s]"), NO_DATE)
    return found


def exchanged(stated: np.ndarray, of_nik: np.ndarray) -> np.ndarray:
    """True where the stated date is the NIK's with day and month exchanged."""
    (year, month, day), (year_said, month_said, day_said) = (_parts(dates) for dates in (stated, of_nik))
    crossed = (year == year_said) & (month == day_said) & (day == month_said)
    found: np.ndarray = crossed & (stated != of_nik) & ~np.isnat(stated) & ~np.isnat(of_nik)
    return found


def _parts(dates: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    months = dates.astype("datetime64[M]")
    number = months.astype(np.int64)
    return number // 12, number % 12 + 1, (dates.astype("datetime64[D]") - months).astype(np.int64) + 1


def _places(kecamatan: pd.Series, desa: pd.Series, known: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The row of the desa that each pair of cells names, or -1; and whether it was guessed, being one slip away."""
    outer, kecamatan_cells = pd.factorize(kecamatan)
    inner, desa_cells = pd.factorize(desa)
    pairs, distinct = pd.factorize(outer * len(desa_cells) + inner)
    kecamatan_keys = pd.Series(kecamatan_cells).str.replace(r"^KEC\. ", "", regex=True).str.lower()
    keys = [
        list(cells.str.replace(_LETTERS, "", regex=True))
        for cells in (kecamatan_keys, pd.Series(desa_cells).str.lower())
    ]
    rows: dict[Any, dict[Any, str]] = {
        key: dict(part["desa_key"].items()) for key, part in known.groupby("kecamatan_key")
    }
    found = np.array(
        [_nearest(keys[1][pair % len(desa_cells)], rows.get(keys[0][pair // len(desa_cells)], {})) for pair in distinct]
    )
    return found[pairs, 0], found[pairs, 1] == 1


def _nearest(key: str, rows: dict[Any, str]) -> tuple[int, int]:
    exact = [row for row, name in rows.items() if name == key]
    if exact or len(key) < _GUESS_FROM:
        return (exact[0], 0) if exact else (-1, 0)
    near = [row for row, name in rows.items() if OSA.distance(key, name, score_cutoff=1) <= 1]
    return (near[0], 1) if len(near) == 1 else (-1, 0)
