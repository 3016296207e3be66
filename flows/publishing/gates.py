"""The gate: Great Expectations over the night's profile, before anything is published."""

import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from flows.publishing.data_docs import docs_site, stand_alone
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


def audit(profiles: Mapping[str, pl.DataFrame], expected: Sequence[Expectation], docs: Path) -> list[Finding]:
    """How each expectation came out, in the order declared; Data Docs of the same are built into `docs`.

    An expectation that cannot be evaluated (a wrong argument, a column that is not there) counts as broken: a gate that
    fails to look must not let the night through.
    """
    gx = load_great_expectations()
    from great_expectations.data_context.types import base as config  # noqa: PLC0415

    context = gx.get_context(
        mode="ephemeral",
        project_config=config.DataContextConfig(
            data_docs_sites={"night": docs_site(docs)},
            progress_bars=config.ProgressBarsConfig(globally=False),
            store_backend_defaults=config.InMemoryStoreBackendDefaults(),
        ),
    )
    source = context.data_sources.add_pandas("night")
    held: dict[str, bool] = {}
    for name, profile in profiles.items():
        batch = source.add_dataframe_asset(name).add_batch_definition_whole_dataframe("all")
        suite = context.suites.add(gx.ExpectationSuite(name=name, expectations=_suite(gx, name, expected)))
        validation = context.validation_definitions.add(gx.ValidationDefinition(name=name, data=batch, suite=suite))
        held |= _validate(validation, profile)
    # Built once for all profiles: a checkpoint's action would build the whole site again for each.
    context.build_data_docs(site_names=["night"])
    stand_alone(docs)
    return [
        Finding(one.name, one.severity, held.get(one.name, False), one.sentence, _observed(profiles[one.profile], one))
        for one in expected
    ]


def _validate(validation: Any, profile: pl.DataFrame) -> dict[str, bool]:
    """Whether each expectation held, by name. Results keep no values: only whether."""
    frame = profile.to_pandas(use_pyarrow_extension_array=True)
    result = validation.run(batch_parameters={"dataframe": frame}, result_format="BOOLEAN_ONLY")
    return {one.expectation_config.meta["name"]: bool(one.success) for one in result.results}


def _suite(gx: Any, profile: str, expected: Iterable[Expectation]) -> list[Any]:
    suite = []
    for one in expected:
        # One that cannot be made is left out, and so counts as broken.
        with suppress(AttributeError, TypeError, ValueError):
            if one.profile == profile:
                made = getattr(gx.expectations, one.expectation)
                suite.append(made(**one.arguments, meta={"name": one.name}, notes=one.sentence))
    return suite


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
