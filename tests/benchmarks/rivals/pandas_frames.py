"""The work in pandas and NumPy on Arrow strings: whole columns, each distinct cell read once, a file at a time.

All rows are together from the typed roster on; as text they would take three times the memory for as many seconds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
from rapidfuzz.distance import OSA

from .declared import (
    BORN_65_YEARS_AGO,
    CELLS,
    FILLED,
    HOME,
    NEWEST_YEAR,
    OUTPUTS,
    REFUSED,
    RULES,
    Declared,
    declared,
    received,
)

_TEXT = pd.ArrowDtype(pa.string())
_ORDER = ["precedence", "received_rank", "completeness", "hash_rank", "source_row"]
_PLACE = ["file", "source_row"]
_LETTERS = r"[^a-z]+"
_DECEASED = r"(?i)(?:^|[\s(,.])(?:alm|almh|almarhum|almarhumah)(?:[\s).,]|$)"
_SEXES = ("L", "P")
_NO_DATE = np.datetime64("NaT", "s")
_GUESS_FROM = 5


@dataclass(frozen=True)
class _Words:
    """The `names` that words stand for, and the place of its name `by_word`."""

    names: list[str]
    by_word: dict[str, int]


@dataclass(frozen=True)
class _Known:
    """What is declared as lookups; of the `terms` and of the `desa` a place stands for its row."""

    segments: _Words
    sexes: _Words
    occupations: _Words
    servants: np.ndarray
    months: dict[str, int]
    provinces: np.ndarray
    terms: pd.DataFrame
    desa: pd.DataFrame


def work(raw: Path, paths: Sequence[Path], out: Path) -> None:
    """Writes the four files of the work below `out`."""
    known, files = _known(declared()), received(raw, paths).to_pandas()
    roster = pd.concat([_judged(file, known) for file in files.itertuples()], ignore_index=True)
    accepted = (roster["broken"] & REFUSED) == 0
    lost = _lost(roster[accepted], known)
    _write(_reasons(roster, files), "reasons", out)
    _write(_duplicates(lost, files, known), "duplicates", out)
    covered = _covered(roster[accepted & ~roster.index.isin(lost.index)], files, known)
    _write(covered, "covered", out)
    _write(_totals(covered), "totals", out)


def _known(known: Declared) -> _Known:
    terms = known.terms.to_pandas()
    sexes = _Words(list(_SEXES), {word: _SEXES.index(sex) for word, sex in known.sexes.iter_rows()})
    places = {segment: place for place, segment in enumerate(terms["segment"])}
    occupations = known.occupations["occupation"].unique(maintain_order=True)
    rows = {name: place for place, name in enumerate(occupations)}
    servants = set(known.occupations.filter("civil_servant")["occupation"])
    return _Known(
        segments=_Words(list(places), {word: places[segment] for word, segment in known.segments.iter_rows()}),
        sexes=sexes,
        occupations=_Words(list(rows), {word: rows[name] for word, name, _ in known.occupations.iter_rows()}),
        servants=np.array([name in servants for name in rows]),
        months=dict(known.months.iter_rows()),
        provinces=known.provinces["province"].to_numpy(),
        terms=terms,
        desa=known.desa.to_pandas(),
    )


def _judged(file: Any, known: _Known) -> pd.DataFrame:
    """A row a person of the file, typed, with what it breaks."""
    sent = _sent(Path(file.path))
    nik, said = _nik(sent["nik_text"], known), _said(sent, known)
    stated = _by_distinct(sent["birth_date_text"], lambda cells: _stated(cells, known), _NO_DATE)
    undated = sent["birth_date_text"].isna().to_numpy()
    swapped = _swapped(stated, nik["date"])
    born = np.where(swapped | undated, nik["date"], stated)
    broken = nik["form"] + _broken(sent, nik, said, known) + _broken_dates(stated, undated, swapped, born, nik, said)
    return pd.DataFrame({
        "file": np.int32(file.file),
        "source_row": sent["number"].astype("int32[pyarrow]").to_numpy(np.int32) + np.int32(1),
        "precedence": known.terms["precedence"].to_numpy(np.int8)[said["segment"]],
        "received_rank": np.int32(file.received_rank),
        "completeness": sum(sent[name].notna().to_numpy(np.int8) for name in FILLED),
        "hash_rank": np.int32(file.hash_rank),
        "nik_key": nik["key"],
        "name": said["name"].array,
        "sex": np.where(said["sex"] < 0, nik["sex"], said["sex"]).astype(np.int8),
        "birth_date": born,
        "occupation": said["occupation"].astype(np.int16),
        "segment": said["segment"].astype(np.int8),
        "desa": np.where(said["outside"], -1, said["desa"]).astype(np.int16),
        "broken": broken,
    })  # fmt: skip


def _sent(path: Path) -> pd.DataFrame:
    if path.suffix == ".parquet":
        sent = pd.read_parquet(path, dtype_backend="pyarrow")
    else:
        sent = pd.read_csv(path, sep=";", dtype=_TEXT, engine="pyarrow", dtype_backend="pyarrow")
    sent = sent.rename(columns=CELLS)
    return sent[sent["number"] != "JUMLAH"]


def _nik(texts: pd.Series, known: _Known) -> dict[str, np.ndarray]:
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
        "date": np.where(sound, dates, _NO_DATE),
        "sex": np.where(sound, code > 40, -1),
    }


def _said(sent: pd.DataFrame, known: _Known) -> dict[str, Any]:
    """What the other cells say: `name`, and the places of `sex`, `occupation`, `segment` and `desa` among what is known."""
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


def _broken(sent: pd.DataFrame, nik: dict[str, np.ndarray], said: dict[str, Any], known: _Known) -> np.ndarray:
    """What a row breaks, a bit each, but for the NIK itself and for dates."""
    here, residence = ~said["outside"], said["residence_required"][said["segment"]]
    job, sex = said["occupation"], said["sex"]
    return _bits({
        "NAME_MISSING": sent["name_text"].isna().to_numpy(),
        "DECEASED": said["name"].str.contains(_DECEASED).fillna(False).to_numpy(bool),
        "CIVIL_SERVANT": (job >= 0) & known.servants[job],
        "SEX_DIFFERS_FROM_NIK": (sex >= 0) & (nik["sex"] >= 0) & (sex != nik["sex"]),
        "NIK_FOREIGN_REGION": (nik["key"] >= 0) & (nik["key"] // 10**12 != HOME),
        "OCCUPATION_UNKNOWN": said["occupation_required"][said["segment"]] & (job < 0),
        "OUTSIDE_REGENCY": ~here & residence,
        "PLACE_UNKNOWN": here & (said["desa"] < 0) & residence,
        "PLACE_GUESSED": here & said["guessed"],
    })  # fmt: skip


def _broken_dates(
    stated: np.ndarray, undated: np.ndarray, swapped: np.ndarray, born: np.ndarray,
    nik: dict[str, np.ndarray], said: dict[str, Any],
) -> np.ndarray:  # fmt: skip
    both = ~np.isnat(stated) & ~np.isnat(nik["date"])
    return _bits({
        "BIRTH_DATE_UNREADABLE": ~undated & np.isnat(stated),
        "AGE_OVER_MAXIMUM": said["age_limited"][said["segment"]] & (born <= np.datetime64(BORN_65_YEARS_AGO)),
        "BIRTH_DATE_DIFFERS_FROM_NIK": both & (stated != nik["date"]) & ~swapped,
        "BIRTH_DATE_DAY_MONTH_SWAPPED": swapped,
        "BIRTH_DATE_FROM_NIK": undated & ~np.isnat(nik["date"]),
    })  # fmt: skip


def _bits(cases: dict[str, np.ndarray]) -> np.ndarray:
    broken = np.zeros(len(next(iter(cases.values()))), np.int32)
    for code, holds in cases.items():
        broken |= holds * np.int32(RULES[code])
    return broken


def _by_distinct(cells: pd.Series, read: Callable[[pd.Series], np.ndarray], blank: Any) -> np.ndarray:
    """What `read` makes of each distinct cell, for every row; `blank` where the cell is."""
    codes, distinct = pd.factorize(cells)
    return np.append(read(pd.Series(distinct)), blank)[codes]


def _meant(cells: pd.Series, words: _Words) -> np.ndarray:
    """The place of the name that each cell's words stand for, or -1."""

    def read(texts: pd.Series) -> np.ndarray:
        said = texts.str.lower().str.replace(r"[\W_]+", " ", regex=True).str.strip()
        return np.array([words.by_word.get(word, -1) for word in said], np.int32)

    return _by_distinct(cells, read, np.int32(-1))


def _stated(cells: pd.Series, known: _Known) -> np.ndarray:
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
    return np.where(real, days.astype("datetime64[s]"), _NO_DATE)


def _swapped(stated: np.ndarray, of_nik: np.ndarray) -> np.ndarray:
    (year, month, day), (year_said, month_said, day_said) = (_parts(dates) for dates in (stated, of_nik))
    exchanged = (year == year_said) & (month == day_said) & (day == month_said)
    return exchanged & (stated != of_nik) & ~np.isnat(stated) & ~np.isnat(of_nik)


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
    rows = {key: dict(part["desa_key"].items()) for key, part in known.groupby("kecamatan_key")}
    found = np.array(
        [_nearest(keys[1][pair % len(desa_cells)], rows.get(keys[0][pair // len(desa_cells)], {})) for pair in distinct]
    )
    return found[pairs, 0], found[pairs, 1] == 1


def _nearest(key: str, rows: dict[int, str]) -> tuple[int, int]:
    exact = [row for row, name in rows.items() if name == key]
    if exact or len(key) < _GUESS_FROM:
        return (exact[0], 0) if exact else (-1, 0)
    near = [row for row, name in rows.items() if OSA.distance(key, name, score_cutoff=1) <= 1]
    return (near[0], 1) if len(near) == 1 else (-1, 0)


def _lost(accepted: pd.DataFrame, known: _Known) -> pd.DataFrame:
    """The losing rows with who stands for them, under the index that they have in the roster."""
    shared = accepted.loc[accepted["nik_key"].duplicated(keep=False), ["nik_key", "file", "segment", *_ORDER]]
    ranked = shared.sort_values(
        ["nik_key", *_ORDER], ascending=[name != "completeness" for name in ["nik_key", *_ORDER]]
    )
    first = ~ranked["nik_key"].duplicated()
    winners = ranked.loc[first, ["nik_key", *_PLACE, "segment"]].set_index("nik_key").add_prefix("winner_")
    return ranked[~first].join(winners, on="nik_key")


def _named(names: Any, codes: Any) -> pd.Series:
    """The name that each place stands for, blank where it is -1."""
    chosen = pa.array(names, pa.string()).take(pa.array(codes, mask=np.asarray(codes) < 0))
    return pd.Series(chosen, dtype=_TEXT)


def _covered(winners: pd.DataFrame, files: pd.DataFrame, known: _Known) -> pd.DataFrame:
    terms = known.terms.iloc[winners["segment"]]
    return pd.DataFrame({
        "nik": pd.Series(pa.array(winners["nik_key"]).cast(pa.string()), dtype=_TEXT),
        "name": winners["name"].array,
        "sex": _named(_SEXES, winners["sex"]),
        "birth_date": pd.Series(pa.array(winners["birth_date"]).cast(pa.date32()), dtype=pd.ArrowDtype(pa.date32())),
        "occupation": _named(known.occupations.names, winners["occupation"]),
        **{name: _named(known.desa[name], winners["desa"]) for name in ("kecamatan_code", "desa_code")},
        **{name: _named(known.terms[name], winners["segment"]) for name in ("segment", "funding_source")},
        **{name: terms[name].array for name in ("jkk_rp", "jkm_rp", "contribution_rp")},
        "source_file": _named(files["source_file"], winners["file"]),
        "source_row": winners["source_row"].array,
    })  # fmt: skip


def _totals(covered: pd.DataFrame) -> pd.DataFrame:
    grouped = covered.groupby(["segment", "funding_source", "kecamatan_code"], dropna=False, as_index=False)
    money = {name: (name, "sum") for name in ("jkk_rp", "jkm_rp", "contribution_rp")}
    return grouped.agg(workers=("nik", "size"), **money)


def _reasons(roster: pd.DataFrame, files: pd.DataFrame) -> pd.DataFrame:
    broken = roster.loc[roster["broken"] != 0, [*_PLACE, "broken"]]
    told = [
        broken.loc[(broken["broken"] & bit) != 0, _PLACE].assign(rule=np.int8(rule))
        for rule, bit in enumerate(RULES.values())
    ]
    reasons = pd.concat(told, ignore_index=True)
    return reasons.assign(
        source_file=_named(files["source_file"], reasons["file"]), code=_named(list(RULES), reasons["rule"])
    )


def _duplicates(lost: pd.DataFrame, files: pd.DataFrame, known: _Known) -> pd.DataFrame:
    senders = files["sender"].to_numpy()
    kinds = ["across_segments", "across_senders", "within_sender"]
    across = [lost["segment"] != lost["winner_segment"], senders[lost["file"]] != senders[lost["winner_file"]]]
    lost = lost.reset_index(drop=True)
    return lost.assign(
        source_file=_named(files["source_file"], lost["file"]),
        winner_source_file=_named(files["source_file"], lost["winner_file"]),
        kind=_named(kinds, np.select(across, [0, 1], 2)),
    )


def _write(frame: pd.DataFrame, name: str, out: Path) -> None:
    frame[list(OUTPUTS[name])].to_parquet(out / f"{name}.parquet", compression="zstd", index=False)
