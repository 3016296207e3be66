"""The queries of the data dictionary: what they name is declared. tests/night/test_money.py runs those that can run."""

import re

import pytest

from flows.publishing.dictionary import data_dictionary
from schemas.snippets import SNIPPETS
from schemas.tables import TABLES

each_query = pytest.mark.parametrize("name", SNIPPETS)
LANGUAGES = ("duckdb", "polars", "pandas", "power_query")
PLACE = re.compile(r"curated[/\\]latest[/\\](analyst|steward)[/\\](\w+)")


@each_query
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_query_reads_declared_tables_where_they_lie(name: str, language: str) -> None:
    places = PLACE.findall(getattr(SNIPPETS[name], language))
    assert places
    assert [(zone, table) for zone, table in places if TABLES[table].zone != zone] == []


@each_query
def test_all_four_read_the_same_tables(name: str) -> None:
    read = {
        language: {table for _, table in PLACE.findall(getattr(SNIPPETS[name], language))} for language in LANGUAGES
    }
    assert len({frozenset(tables) for tables in read.values()}) == 1, read


@each_query
def test_power_query_names_columns_of_the_tables_or_what_it_made_itself(name: str) -> None:
    query = SNIPPETS[name].power_query
    declared = {column for _, table in PLACE.findall(query) for column in TABLES[table].columns} | {"Content"}
    made = set(re.findall(r'\{"(\w+)", each', query)) | set(re.findall(r'AddColumn\(\w+, "(\w+)"', query))
    joined = set(re.findall(r'NestedJoin\(.*"(\w+)"\)', query))
    read = set(re.findall(r"\[(\w+)\]", query))
    listed = {column for some in re.findall(r'[{ ]("\w+"(?:, "\w+")*)\}', query) for column in re.findall(r"\w+", some)}
    assert read <= declared | made
    assert listed <= declared | made | joined


@each_query
def test_power_query_is_a_let_whose_steps_are_each_used_and_whose_brackets_close(name: str) -> None:
    query = SNIPPETS[name].power_query
    steps, result = re.fullmatch(r"let\n(.*)\nin\n    (\w+)\n?", query, re.DOTALL).groups()  # type: ignore[union-attr]
    made = re.findall(r"^    (\w+) =", steps, re.MULTILINE)
    assert made[-1] == result
    assert [step for step in made[:-1] if len(re.findall(rf"\b{step}\b", query)) < 2] == []
    assert [pair for pair in ("()", "[]", "{}") if query.count(pair[0]) != query.count(pair[1])] == []


def test_every_query_is_printed_as_declared() -> None:
    text = data_dictionary()
    bare = [one.question for one in SNIPPETS.values() if any(getattr(one, name) not in text for name in LANGUAGES)]
    assert bare == []
