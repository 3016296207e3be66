"""Reference tables: dated, sourced, complete, and without two meanings for one spelling."""

from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import schemas.reference
from schemas.reference import HOME_REGENCY, SHAPES, ReferenceDataError, in_force, reference
from schemas.senders.sender import senders
from schemas.tables.cells import HEADING_FIELDS
from schemas.tables.changes import LEAVING
from schemas.text import letters_of, words

SEGMENTS = {"perangkat_desa", "rt_rw", "bpd", "non_asn", "pekerja_rentan"}
SOURCED = [name for name, shape in SHAPES.items() if "source" in shape]
DATED = [name for name, shape in SHAPES.items() if "valid_from" in shape]
FOLDER = Path(schemas.reference.__file__).parent


def regions(level: str) -> pl.DataFrame:
    return reference("regions").filter(pl.col("level") == level)


def test_every_csv_is_declared_and_every_declared_table_is_there() -> None:
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(SHAPES)


@pytest.mark.parametrize("name", SHAPES)
def test_every_table_can_be_read_and_has_rows(name: str) -> None:
    assert reference(name).height > 0


@pytest.mark.parametrize("name", SOURCED)
def test_every_row_is_sourced(name: str) -> None:
    bare = reference(name).filter(pl.col("source").is_null() | (pl.col("source").str.strip_chars() == ""))
    assert bare.is_empty(), bare


@pytest.mark.parametrize("name", SOURCED)
def test_every_row_says_how_sure_it_is(name: str) -> None:
    odd = reference(name).filter(~pl.col("confidence").is_in(["S", "L", "G"]).fill_null(False))
    assert odd.is_empty(), odd


@pytest.mark.parametrize("name", DATED)
def test_every_row_is_dated(name: str) -> None:
    odd = reference(name).filter(pl.col("valid_from").is_null() | (pl.col("valid_to") < pl.col("valid_from")))
    assert odd.is_empty(), odd


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("regions", ["code"]),
        ("segments", ["segment"]),
        ("contribution_rates", ["membership", "programme"]),
        ("wage_bases", ["segment"]),
        ("wage_bounds", ["membership"]),
        ("funding_sources", ["segment"]),
        ("quotas", ["year", "segment", "funding_source"]),
        ("ceilings", ["year", "segment", "funding_source"]),
        ("occupations", ["occupation"]),
        ("workforce", ["area_code"]),
        ("upload_columns", ["form", "heading"]),
        ("deactivation_reasons", ["why"]),
        ("scholarship_terms", ["level"]),
    ],
)
@pytest.mark.parametrize("day", [date(2023, 9, 1), date(2026, 11, 1)])
def test_at_most_one_row_is_in_force(name: str, key: list[str], day: date) -> None:
    table = in_force(name, day) if name in DATED else reference(name)
    twice = table.filter(pl.struct(key).is_duplicated())
    assert twice.is_empty(), twice


# --- regions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "parent", "count"), [("kecamatan", "35.04", 19), ("desa", "35.04.", 257), ("kelurahan", "35.04.", 14)]
)
def test_the_regency_is_complete(level: str, parent: str, count: int) -> None:
    assert regions(level).filter(pl.col("parent").str.starts_with(parent)).height == count


def test_every_regency_of_east_java_is_complete() -> None:
    """As two registers have Kepmendagri 300.2.2-2430/2025: 29 kabupaten and 9 kota, 666 kecamatan, 8,494 villages."""
    of_regencies = regions("kecamatan")["parent"].unique().sort()
    assert of_regencies.to_list() == regions("regency")["code"].sort().to_list()
    assert [regions(level).height for level in ("regency", "kecamatan", "kelurahan", "desa")] == [38, 666, 773, 7721]
    villages = pl.concat([regions("desa"), regions("kelurahan")])
    assert villages["parent"].n_unique() == 666


def test_all_kelurahan_are_in_the_kecamatan_of_the_town() -> None:
    home = regions("kelurahan").filter(pl.col("code").str.starts_with(HOME_REGENCY))
    assert home["parent"].unique().to_list() == ["35.04.01"]


def test_a_code_begins_with_its_parents_code() -> None:
    odd = reference("regions").filter(
        pl.col("parent").is_not_null() & ~pl.col("code").str.starts_with(pl.col("parent") + ".")
    )
    assert odd.is_empty(), odd


def test_every_parent_is_a_region() -> None:
    codes = reference("regions")["code"].implode()
    odd = reference("regions").filter(pl.col("parent").is_not_null(), ~pl.col("parent").is_in(codes))
    assert odd.is_empty(), odd


@pytest.mark.parametrize(("level", "kind"), [("desa", "2"), ("kelurahan", "1")])
def test_the_kind_of_village_stands_in_its_code(level: str, kind: str) -> None:
    odd = regions(level).filter(pl.col("code").str.slice(9, 1) != kind)
    assert odd.is_empty(), odd


def test_no_two_desa_of_a_kecamatan_have_one_name() -> None:
    villages = reference("regions").filter(pl.col("level").is_in(["desa", "kelurahan"]))
    twice = villages.filter(pl.struct(letters_of(pl.col("name")), "parent").is_duplicated())
    assert twice.is_empty(), twice


def test_sixteen_desa_names_occur_twice() -> None:
    """DOMAIN 4: the reason a desa is looked up within its kecamatan only."""
    villages = reference("regions").filter(
        pl.col("level").is_in(["desa", "kelurahan"]), pl.col("code").str.starts_with(HOME_REGENCY)
    )
    assert villages.group_by("name").len().filter(pl.col("len") == 2).height == 16


# --- segments, money -----------------------------------------------------------------------------------------------


def test_the_launch_quotas_sum_to_46_731() -> None:
    assert reference("quotas").filter(pl.col("year") == 2023)["quota_workers"].sum() == 46_731


@pytest.mark.parametrize(
    ("segment", "quota"),
    [("perangkat_desa", 2_745), ("rt_rw", 7_010), ("bpd", 1_776), ("non_asn", 7_700), ("pekerja_rentan", 27_500)],
)
def test_the_launch_quota_of_each_segment(segment: str, quota: int) -> None:
    found = reference("quotas").filter(pl.col("year") == 2023, pl.col("segment") == segment)
    assert found["quota_workers"].to_list() == [quota]


@pytest.mark.parametrize("name", ["segments", "wage_bases", "funding_sources"])
def test_every_segment_is_declared_everywhere(name: str) -> None:
    assert set(in_force(name, date(2023, 9, 1))["segment"]) == SEGMENTS


@pytest.mark.parametrize("name", ["quotas", "ceilings"])
def test_quotas_and_ceilings_speak_of_declared_segments_and_their_funds(name: str) -> None:
    funds = dict(reference("funding_sources").select("segment", "funding_source").iter_rows())
    table = reference(name).filter(pl.col("segment") != "all")
    odd = table.filter(pl.col("segment").replace_strict(funds, default="?") != pl.col("funding_source"))
    assert odd.is_empty(), odd


def test_a_workforce_is_that_of_the_regency_or_of_a_kecamatan() -> None:
    areas = set(regions("kecamatan")["code"]) | {HOME_REGENCY}
    assert set(reference("workforce")["area_code"]) <= areas


@pytest.mark.parametrize(
    ("year", "target"), [(2024, []), (2025, [0.3215]), (2026, [0.3499]), (2027, []), (2029, [0.4392])]
)
def test_the_target_of_a_year_is_one_or_absent(year: int, target: list[float]) -> None:
    assert in_force("coverage_targets", date(year, 6, 1))["target_share"].to_list() == target


def test_months_of_a_quota_fit_in_a_year() -> None:
    odd = reference("quotas").filter(~pl.col("months").is_between(1, 12))
    assert odd.is_empty(), odd


def test_a_rate_is_either_a_percentage_or_an_amount() -> None:
    odd = reference("contribution_rates").filter(pl.col("rate_percent").is_null() == pl.col("amount_rp").is_null())
    assert odd.is_empty(), odd


def test_precedence_of_segments_is_a_total_order() -> None:
    assert sorted(reference("segments")["precedence"]) == [1, 2, 3, 4, 5]


def test_every_membership_has_rates_and_wage_bounds() -> None:
    memberships = set(reference("segments")["membership"])
    rates = set(reference("contribution_rates").select("membership", "programme").iter_rows())
    assert rates == {(membership, programme) for membership in memberships for programme in ("jkk", "jkm")}
    assert set(reference("wage_bounds")["membership"]) == memberships


# --- words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "code", "declared"),
    [
        ("occupation_synonyms", "occupation", set(reference("occupations")["occupation"])),
        ("segment_words", "segment", SEGMENTS),
        ("headings", "field", set(HEADING_FIELDS)),
        ("sex_words", "sex", {"L", "P"}),
        ("month_names", "month", set(range(1, 13))),
    ],
)
def test_spellings_point_to_declared_codes(name: str, code: str, declared: set[object]) -> None:
    assert set(reference(name)[code]) <= declared


@pytest.mark.parametrize("name", ["occupation_synonyms", "segment_words", "headings", "sex_words", "month_names"])
def test_no_spelling_has_two_meanings(name: str) -> None:
    table = reference(name)
    spelling = "words" if "words" in table.columns else "spelling"
    code = next(column for column in table.columns if column != spelling)
    meanings = {(words(said), meant) for said, meant in table.select(spelling, code).iter_rows()}
    twice = [said for said, times in Counter(said for said, _ in meanings).items() if times > 1]
    assert twice == []


def test_every_occupation_but_the_unlisted_can_be_written_somehow() -> None:
    """An occupation without a spelling is known by its label alone; each has one."""
    assert reference("occupations")["label"].null_count() == 0


def test_every_field_has_a_heading() -> None:
    assert set(reference("headings")["field"]) == HEADING_FIELDS


def test_the_rosters_fields_are_not_also_ignored() -> None:
    ignored = {words(said) for field, said in reference("headings").iter_rows() if field == "ignored"}
    assert ignored.isdisjoint(words(said) for field, said in reference("headings").iter_rows() if field != "ignored")


# --- reading them strictly -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["spelling,sex,extra\nl,L,\n", "spelling\nl\n", "sex,spelling\nL,l\n"])
def test_a_column_too_many_or_too_few_is_an_error_that_names_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    (tmp_path / "sex_words.csv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(schemas.reference, "_FOLDER", tmp_path)
    with pytest.raises(ReferenceDataError, match=r"sex_words\.csv"):
        reference.__wrapped__("sex_words")


def test_a_cell_that_does_not_fit_its_type_is_an_error_that_names_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "month_names.csv").write_text("spelling,month\njanuari,satu\n", encoding="utf-8")
    monkeypatch.setattr(schemas.reference, "_FOLDER", tmp_path)
    with pytest.raises(ReferenceDataError, match=r"month_names\.csv"):
        reference.__wrapped__("month_names")


@pytest.mark.parametrize(
    ("day", "held"), [(date(1999, 10, 19), True), (date(1999, 10, 20), False), (date(1976, 7, 16), False)]
)
def test_both_ends_of_a_row_in_force_are_included(day: date, held: bool) -> None:
    assert ("54" in set(in_force("regions", day)["code"])) is held


def test_kecamatan_senders_are_the_kecamatan() -> None:
    codes = {sender.kecamatan_code for sender in senders().values() if sender.kind == "kecamatan"}
    assert codes == set(regions("kecamatan").filter(pl.col("parent") == HOME_REGENCY)["code"])


# --- the template --------------------------------------------------------------------------------------------------


def test_every_heading_of_the_template_is_recognised_as_its_field() -> None:
    known = {words(spelling): field for field, spelling in reference("headings").iter_rows()}
    columns = reference("template_columns")
    assert [known[words(heading)] for heading in columns["heading"]] == columns["field"].to_list()


def test_every_column_of_the_template_fits_an_excel_input_message() -> None:
    long = reference("template_columns").filter((pl.col("help").str.len_chars() > 255) | pl.col("help").is_null())
    assert long.is_empty(), long


# --- what goes out -------------------------------------------------------------------------------------------------


def test_every_column_of_a_form_holds_a_field_or_a_constant_or_is_blank() -> None:
    both = reference("upload_columns").filter(pl.col("field").is_not_null(), pl.col("constant").is_not_null())
    assert both.is_empty(), both


@pytest.mark.parametrize("day", [date(2023, 9, 1), date(2026, 11, 1)])
def test_every_way_to_leave_alive_has_a_cause_for_bpjs(day: date) -> None:
    causes = in_force("deactivation_reasons", day)
    assert set(causes["why"]) == set(LEAVING) - {"deceased"}
    assert causes["words"].null_count() == 0
