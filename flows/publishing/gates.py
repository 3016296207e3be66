"""The gate: Great Expectations over the night's profile, before anything is published."""

import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from schemas.expectations import Expectation


@dataclass(frozen=True)
class Finding:
    """How one expectation came out. `observed` repeats the profile's numbers, never a person's."""

    name: str
    severity: str
    held: bool
    sentence: str
    observed: list[str]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def load_great_expectations() -> Any:
    """The Great Expectations module: imported late, for it takes five seconds, and never calling home."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations  # noqa: PLC0415

    return great_expectations


def audit(profiles: Mapping[str, pl.DataFrame], expected: Sequence[Expectation]) -> list[Finding]:
    """How each expectation came out, in the order declared.

    An expectation that cannot be evaluated (a wrong argument, a column that is not there) counts as broken: a gate that
    fails to look must not let the night through.
    """
    gx = load_great_expectations()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_pandas("night")
    held: dict[str, bool] = {}
    for name, profile in profiles.items():
        batch = source.add_dataframe_asset(name).add_batch_definition_whole_dataframe("all")
        suite = context.suites.add(gx.ExpectationSuite(name=name, expectations=_suite(gx, name, expected)))
        validation = gx.ValidationDefinition(name=name, data=batch, suite=suite)
        frame = profile.to_pandas(use_pyarrow_extension_array=True)
        results = validation.run(batch_parameters={"dataframe": frame}, result_format="BOOLEAN_ONLY").results
        held |= {result.expectation_config.meta["name"]: bool(result.success) for result in results}
    return [
        Finding(one.name, one.severity, held.get(one.name, False), one.sentence, _observed(profiles[one.profile], one))
        for one in expected
    ]


def _suite(gx: Any, profile: str, expected: Iterable[Expectation]) -> list[Any]:
    return [
        getattr(gx.expectations, one.expectation)(**one.arguments, meta={"name": one.name})
        for one in expected
        if one.profile == profile
    ]


def broken(findings: Iterable[Finding], severity: str) -> list[Finding]:
    """The findings of one severity that did not hold."""
    return [finding for finding in findings if finding.severity == severity and not finding.held]


def _observed(profile: pl.DataFrame, expectation: Expectation) -> list[str]:
    columns = [value for key, value in expectation.arguments.items() if key.startswith("column")]
    label = ["segment"] if "segment" in profile.columns else []
    known = [column for column in (*label, *columns) if column in profile.columns]
    return [" ".join(f"{key}={value}" for key, value in row.items()) for row in profile.select(known).to_dicts()]


def preload() -> None:
    """Great Expectations on its way into memory while other work waits on something else."""
    threading.Thread(target=load_great_expectations, daemon=True).start()
