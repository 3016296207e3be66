"""Return workbooks that came back, as corrections of exactly the rows they list."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import polars as pl

from flows.intake.amendments import AMENDMENTS, amend
from flows.intake.mended_rows import Changes, changes_of
from flows.intake.reading import Reading
from flows.intake.received import ReceivedFile
from flows.intake.returned import Returned
from schemas.tables.cells import row_id

Read = tuple[ReceivedFile, Reading]


def corrected(read: Iterable[Read]) -> tuple[list[ReceivedFile], list[pl.DataFrame]]:
    """A sender's files with how each was read, and the cells of its rosters, mended as its return workbooks say.

    Workbooks are taken in the order they were received (then by path): of two that mend one cell the later wins. A
    mended row stays a row of the file it came in. A return workbook corrects the files named by its marks, and carries
    CORRECTION_UNMATCHED for those that are not among the sender's of the night, or have changed since.
    """
    pairs = list(read)
    rosters = {file.file_key: (file, reading) for file, reading in pairs if reading.returned is None}
    changes: dict[str, Changes] = {key: Changes() for key in rosters}
    files: list[ReceivedFile] = []
    for file, reading in sorted(pairs, key=lambda pair: (pair[0].first_seen, pair[0].source_file)):
        if reading.returned is not None:
            done = _take_in(reading.returned, rosters, changes)
            files.append(replace(_noted(file, reading.returned, done, rosters), sheets=reading.sheets))
    mended = {key: _mended(rosters[key][1], key, changes[key]) for key in rosters}
    files += [_as_read(file, mended[key], changes[key]) for key, (file, _) in rosters.items()]
    return files, [reading.cells for reading in mended.values()]


def _take_in(returned: Returned, rosters: Mapping[str, Read], changes: dict[str, Changes]) -> dict[str, Changes]:
    """What the workbook does to each of its files that is there, by the file's key; `changes` take it in."""
    done: dict[str, Changes] = {}
    for sheet in returned.sheets:
        if sheet.file_key in rosters:
            done[sheet.file_key] = changes_of(rosters[sheet.file_key][1], sheet)
            changes[sheet.file_key].add(done[sheet.file_key])
    return done


def _noted(
    file: ReceivedFile, returned: Returned, done: Mapping[str, Changes], rosters: Mapping[str, Read]
) -> ReceivedFile:
    """The return workbook as a received file; it counts as carried forward where all that it corrects does."""
    originals = [rosters[key][0] for key in done]
    lost = {sheet.file_key for sheet in returned.sheets} - set(done)
    said = [
        made.said(original.source_file.rsplit("/", 1)[-1])
        for original, made in zip(originals, done.values(), strict=True)
    ]
    said += [f"berkas asal tidak ada: {returned.files.get(key, key)}" for key in sorted(lost)]
    older = bool(originals) and all(original.status == "carried_forward" for original in originals)
    status = "carried_forward" if older else file.status
    return replace(
        file,
        status="set_aside" if lost and not done else status,
        code="CORRECTION_UNMATCHED" if lost else None,
        heading="; ".join(said) or "Perbaikan tanpa isi",
        correction_rows=returned.rows,
    )


def _as_read(file: ReceivedFile, reading: Reading, changes: Changes) -> ReceivedFile:
    mended = f"; mended: {len(changes.cells)} cells, {len(changes.withdrawn)} rows withdrawn"
    return replace(
        file,
        status="set_aside" if reading.set_aside else file.status,
        code=reading.code,
        sheets=reading.sheets,
        heading=reading.heading + (mended if changes.cells or changes.withdrawn else ""),
        columns=reading.columns,
    )


def _mended(reading: Reading, key: str, changes: Changes) -> Reading:
    """The reading of the file `key` with its mended cells in place.

    Whether its NIK column is damaged is decided anew. Where it no longer is, the NIKs that end in 0 and were not typed
    again stay numbers that Excel has cut, each of which is refused alone.
    """
    if not (changes.cells or changes.withdrawn):
        return reading
    amendments = [(row, name, text) for (row, name), text in changes.cells.items()]
    typed = pl.DataFrame(amendments, schema=AMENDMENTS, orient="row")
    withdrawn = row_id(pl.lit(key)).is_in(list(changes.withdrawn)).alias("withdrawn")
    mended = reading.mended(lambda cells: amend(cells, key, typed).with_columns(withdrawn))
    if reading.code != "NIK_COLUMN_DAMAGED" or mended.nik_column_damaged():
        return mended
    cut = ~row_id(pl.lit(key)).is_in([row for row, name in changes.cells if name == "nik"])
    cut &= pl.col("nik_text").str.contains(r"0\D*$").fill_null(False)
    number = (cut | pl.col("nik_is_number").fill_null(False)).alias("nik_is_number")
    cured = mended.mended(lambda cells: cells.with_columns(number))
    return replace(cured, code=reading.undamaged, set_aside=False)
