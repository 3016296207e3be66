"""The work in pandas and NumPy on Arrow strings: whole columns, each distinct cell read once, a file at a time.

All rows are together from the typed roster on; as text they would take three times the memory for as many seconds.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from .declared import BORN_65_YEARS_AGO, FILLED, HOME, OUTPUTS, REFUSED, RULES, declared, received
from .pandas_cells import (
    NO_DATE,
    SEXES,
    TEXT,
    Known,
    by_distinct,
    exchanged,
    lookups,
    read_nik,
    read_others,
    sent_cells,
    stated_dates,
)

_ORDER = ["precedence", "received_rank", "completeness", "hash_rank", "source_row"]
_PLACE = ["file", "source_row"]
_DECEASED = r"(?i)(?:^|[\s(,.])(?:alm|almh|almarhum|almarhumah)(?:[\s).,]|$)"


def work(raw: Path, paths: Sequence[Path], out: Path) -> None:
    """Writes the four files of the work below `out`."""
    known, files = lookups(declared()), received(raw, paths).to_pandas()
    roster = pd.concat([_judged(file, known) for file in files.itertuples()], ignore_index=True)
    accepted = (roster["broken"] & REFUSED) == 0
    lost = _lost(roster[accepted])
    _write(_reasons(roster, files), "reasons", out)
    _write(_duplicates(lost, files), "duplicates", out)
    covered = _covered(roster[accepted & ~roster.index.isin(lost.index)], files, known)
    _write(covered, "covered", out)
    _write(_totals(covered), "totals", out)


def _judged(file: Any, known: Known) -> pd.DataFrame:
    """A row a person of the file, typed, with what it breaks."""
    sent = sent_cells(Path(file.path))
    nik, said = read_nik(sent["nik_text"], known), read_others(sent, known)
    stated = by_distinct(sent["birth_date_text"], lambda cells: stated_dates(cells, known), NO_DATE)
    undated = sent["birth_date_text"].isna().to_numpy()
    swapped = exchanged(stated, nik["date"])
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


def _broken(sent: pd.DataFrame, nik: dict[str, np.ndarray], said: dict[str, Any], known: Known) -> np.ndarray:
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


def _lost(accepted: pd.DataFrame) -> pd.DataFrame:
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
    return pd.Series(chosen, dtype=TEXT)


def _covered(winners: pd.DataFrame, files: pd.DataFrame, known: Known) -> pd.DataFrame:
    terms = known.terms.iloc[winners["segment"]]
    return pd.DataFrame({
        "nik": pd.Series(pa.array(winners["nik_key"]).cast(pa.string()), dtype=TEXT),
        "name": winners["name"].array,
        "sex": _named(SEXES, winners["sex"]),
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


def _duplicates(lost: pd.DataFrame, files: pd.DataFrame) -> pd.DataFrame:
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
