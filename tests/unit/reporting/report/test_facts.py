"""What the first page tells of a night."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from flows.reporting.exports.people import regency_name
from flows.reporting.report.facts import (
    months_published,
    reasons,
    reasons_of_the_night,
    rulings,
    segments,
    since_month,
    since_snapshot,
)
from flows.reporting.report.places import places
from schemas.tables import TABLES
from tests.unit.reporting.report.nights import MONTH, covered, judged, snapshot

HOME = ["35.04"]
POSITION = {"year": 2023, "regency_code": "35.04", "funding_source": "ADD", "committed_rp": 10, "projected_rp": 40}


def totals(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=TABLES["budget_totals"].dtypes)


def position(*rows: dict[str, object]) -> pl.DataFrame:
    table = TABLES["budget_position"]
    return pl.DataFrame([{name: row.get(name) for name in table.columns} for row in rows], schema=table.dtypes)


def test_a_segment_stands_beside_its_quota_and_its_ceiling() -> None:
    line = {**POSITION, "segment": "bpd", "quota_workers": 40, "ceiling_rp": 100, "remaining_rp": 60}
    (found,) = segments(totals(covered("bpd", 10)), position(line), MONTH).lines
    assert (found["label"], found["workers"], found["contribution_rp"]) == ("Anggota BPD", 10, 108_000)
    assert (found["filled"], found["used"]) == (0.25, 0.4)


def test_a_segment_with_a_quota_and_nobody_covered_is_there() -> None:
    line = {**POSITION, "segment": "bpd", "quota_workers": 40}
    (found,) = segments(totals(), position(line), MONTH).lines
    assert (found["workers"], found["filled"], found["used"]) == (0, 0.0, None)


def test_the_whole_programme_is_measured_by_its_own_ceiling() -> None:
    lines = [{**POSITION, "segment": name, "quota_workers": 40, "ceiling_rp": 100} for name in ("bpd", "rt_rw")]
    total = segments(totals(covered("bpd", 10), covered("rt_rw", 5)), position(*lines), MONTH).total
    assert (total["workers"], total["quota_workers"], total["projected_rp"]) == (15, 80, 80)
    assert (total["ceiling_rp"], total["remaining_rp"]) == (10_000_000_000, 9_999_999_920)


def test_the_total_lacks_a_limit_that_a_segment_lacks() -> None:
    bpd = {**POSITION, "year": 2022, "segment": "bpd", "quota_workers": 40, "ceiling_rp": 100}
    lines = position(bpd, {**POSITION, "year": 2022, "segment": "rt_rw"})
    total = segments(totals(), lines, date(2022, 12, 1)).total
    assert (total["quota_workers"], total["filled"], total["ceiling_rp"], total["used"]) == (None, None, None, None)


def test_segments_stand_in_the_order_declared() -> None:
    found = segments(
        totals(covered("pekerja_rentan", 1), covered("bpd", 1), covered("perangkat_desa", 1)), position(), MONTH
    )
    assert [line["segment"] for line in found.lines] == ["perangkat_desa", "bpd", "pekerja_rentan"]


def test_every_kecamatan_has_a_tile_of_its_own_whether_or_not_anybody_lives_there() -> None:
    found = places(totals(covered("bpd", 100), covered("rt_rw", 1, "35.04.09", "Gondang")), MONTH, HOME)
    assert len(found.tiles) == len({(tile["row"], tile["column"]) for tile in found.tiles}) == 19
    shades = {tile["name"]: (tile["workers"], tile["shade"]) for tile in found.tiles}
    assert (shades["Ngunut"], shades["Gondang"], shades["Besuki"]) == ((100, 5), (1, 1), (0, 0))


def test_the_tile_of_a_kecamatan_is_called_by_its_name() -> None:
    assert {tile["name"]: tile["label"].replace("|", "") for tile in places(totals(), MONTH, HOME).tiles} == {
        name: name for name in (tile["name"] for tile in places(totals(), MONTH, HOME).tiles)
    }


def test_workers_without_a_kecamatan_are_counted_beside_the_map() -> None:
    found = places(totals(covered("bpd", 3), covered("non_asn", 7, None, None)), MONTH, HOME)
    assert (found.nowhere, sum(tile["workers"] for tile in found.tiles)) == (7, 3)
    assert found.lines[0]["by_segment"] == [0, 0, 3, 0, 0]


def test_another_regency_has_its_own_kecamatan_and_no_map() -> None:
    found = places(totals(covered("bpd", 3, "35.05.19", "Kesamben")), MONTH, ["35.05"])
    assert (found.by, found.tiles, len(found.lines), found.nowhere) == ("kecamatan", [], 22, 0)
    assert (found.lines[0]["name"], found.lines[0]["workers"], found.lines[-1]["workers"]) == ("Kesamben", 3, 0)


def test_of_several_regencies_each_is_a_place() -> None:
    blitar = {"regency_code": "35.05"}
    both = totals(covered("bpd", 3), covered("rt_rw", 7, None, None), {**covered("bpd", 4, "35.05.19"), **blitar})
    found = places(both, MONTH, ["35.04", "35.05", "35.06"])
    assert [(line["name"], line["workers"]) for line in found.lines] == [
        ("Kabupaten Tulungagung", 10), ("Kabupaten Blitar", 4), ("Kabupaten Kediri", 0),
    ]  # fmt: skip
    assert (found.by, found.tiles, found.nowhere) == ("regencies", [], 0)
    assert [regency_name(code) for code in ("35.04", "35.05")] == ["Kabupaten Tulungagung", "Kabupaten Blitar"]


def test_the_last_snapshot_is_compared_by_segment() -> None:
    found = since_snapshot(totals(covered("bpd", 7)), totals(covered("bpd", 10), covered("rt_rw", 2)), MONTH)
    seen = {line["segment"]: (line["workers"], line["workers_now"]) for line in found}
    assert (seen["bpd"], seen["rt_rw"], seen["non_asn"]) == ((10, 7), (2, 0), (0, 0))


def test_without_a_snapshot_of_the_month_nothing_is_compared() -> None:
    assert since_snapshot(totals(covered("bpd", 7)), totals(), MONTH) == []


def test_changes_since_the_month_before_are_counted_by_kind() -> None:
    changes = [
        {"month": MONTH, "worker_id": str(n), "kind": kind} for n, kind in enumerate(("joined", "joined", "left"))
    ]
    frame = pl.DataFrame(changes, schema={"month": pl.Date, "worker_id": pl.String, "kind": pl.String})
    assert since_month(frame.lazy(), MONTH) == {"joined": 2, "left": 1}


def test_months_come_newest_first_with_the_decree_that_closed_them() -> None:
    before = {**covered("bpd", 4), "month": MONTH.replace(month=8)}
    closed = pl.DataFrame({"month": [MONTH.replace(month=8)], "decree": ["SK 1"]})
    told = months_published(totals(before, covered("bpd", 7)), closed)
    assert [(line["month"].month, line["decree"]) for line in told] == [(9, None), (8, "SK 1")]


def test_reasons_are_counted_by_sender_and_over_all_refusals_first() -> None:
    pairs = [judged("a", "dpmd", "NIK_FORMAT"), judged("b", "dpmd", "NIK_FORMAT"), judged("c", "bpbd", "NIK_FORMAT")]
    rows, log = (pl.DataFrame(list(frame)) for frame in zip(*pairs, strict=True))
    advice = log.with_columns(pl.lit("PLACE_GUESSED").alias("code"), pl.lit("advise").alias("severity"))
    by_sender = reasons(pl.concat([log, advice, advice]).lazy(), rows.lazy())
    assert by_sender.filter(pl.col("code") == "NIK_FORMAT").select("sender", "rows").rows() == [
        ("dpmd", 2),
        ("bpbd", 1),
    ]
    over_all = [(line["code"], line["rows"], line["senders"]) for line in reasons_of_the_night(by_sender)]
    assert over_all == [("NIK_FORMAT", 3, 2), ("PLACE_GUESSED", 6, 2)]


@pytest.fixture
def disputed(tmp_path: Path) -> tuple[Path, pl.LazyFrame, pl.LazyFrame]:
    pairs = [judged("a", "dpmd", "NIK_CONFLICT", "3504 1"), judged("b", "dpmd", "NIK_CONFLICT", "35041")]
    pairs += [judged("c", "dpmd", "NIK_CONFLICT", "35042"), judged("d", "dpmd", "NIK_FORMAT", "x")]
    rows, log = (list(frame) for frame in zip(*pairs, strict=True))
    pair = {"nik_a": "1", "nik_b": "2", "row_id_b": "b", "score": 0.9, "evidence": "mirip"}
    ruled = {"reason": "r", "decided_by": "Sri", "decided_on": MONTH}
    tables = {
        "rows": rows,
        "reason_log": log,
        "lookalikes": [{**pair, "row_id_a": "a"}, {**pair, "row_id_a": "c", "ruling": "not_same_person"}],
        "decisions": [
            {**ruled, "ruling": "keep_row", "status": status} for status in ("applied", "expired", "expired")
        ],
    }
    folder = snapshot(tmp_path, tables)
    return folder, *(pl.scan_parquet(folder / "steward" / f"{name}.parquet") for name in ("reason_log", "rows"))  # type: ignore[return-value]


def test_open_questions_are_counted_and_nobody_is_named(disputed: tuple[Path, pl.LazyFrame, pl.LazyFrame]) -> None:
    found = rulings(*disputed)
    assert (found.lookalikes, found.conflicts, found.conflict_rows, found.not_applied, found.open) == (1, 2, 3, 2, 5)
    assert [(line["ruling"], line["status"], line["rulings"]) for line in found.decisions] == [
        ("keep_row", "applied", 1),
        ("keep_row", "expired", 2),
    ]
    assert "Sri" not in str(found)


def test_why_a_ruling_was_not_applied_is_told_without_a_nik(disputed: tuple[Path, pl.LazyFrame, pl.LazyFrame]) -> None:
    folder = disputed[0]
    path = folder / "steward" / "decisions.parquet"
    why = pl.lit("Baris 3504110101709001 tidak ada.").alias("why")
    pl.read_parquet(path).with_columns(why).write_parquet(path)
    assert {line["why"] for line in rulings(*disputed).decisions} == {"Baris … tidak ada."}
