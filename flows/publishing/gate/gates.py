"""The gate: Great Expectations over the night's profile, before anything is published."""

import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from flows.publishing.gate.data_docs import docs_site, stand_alone, write_index
from schemas.expectations import PROFILES, Expectation


@dataclass(frozen=True)
class Finding:
    """How one expectation came out. `observed` repeats the profile's numbers, never a person's: those of the rows that
    broke it, or of the one row that a night has."""

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
    context = _context(gx, docs)
    # One asset for all profiles: Great Expectations writes its configuration anew for each.
    asset = context.data_sources.add_pandas("payung").add_dataframe_asset("profile")
    batches = asset.add_batch_definition_whole_dataframe("all")
    found: dict[str, Finding] = {}
    for name, profile in profiles.items():
        asked = [one for one in expected if one.profile == name]
        made = _made(gx, asked)
        suite = context.suites.add(gx.ExpectationSuite(name=name, expectations=list(made.values())))
        validation = context.validation_definitions.add(gx.ValidationDefinition(name=name, data=batches, suite=suite))
        found |= {finding.name: finding for finding in _audit_profile(validation, made, profile, asked)}
    # Built once for all profiles: a checkpoint's action would build the whole site again for each.
    context.build_data_docs(site_names=["night"])
    stand_alone(docs)
    write_index(docs, {name: [found[one.name] for one in expected if one.profile == name] for name in profiles})
    return [found[one.name] for one in expected]


def _context(gx: Any, docs: Path) -> Any:
    """A context of this night alone, kept in memory but for its Data Docs."""
    from great_expectations.data_context.types import base as config  # noqa: PLC0415

    return gx.get_context(
        mode="ephemeral",
        project_config=config.DataContextConfig(
            data_docs_sites={"night": docs_site(docs)},
            progress_bars=config.ProgressBarsConfig(globally=False),
            store_backend_defaults=config.InMemoryStoreBackendDefaults(),
        ),
    )


def _audit_profile(
    validation: Any, made: Mapping[str, Any], profile: pl.DataFrame, asked: Sequence[Expectation]
) -> list[Finding]:
    # Only what is looked at is shown to Great Expectations: no sender's name, no file's key.
    looked_at = {column for one in asked for column in one.columns} & set(profile.columns)
    frame = {"dataframe": profile.select(sorted(looked_at)).to_pandas(use_pyarrow_extension_array=True)}
    held = _held(validation, frame)
    findings = []
    for one in asked:
        rows = profile if profile.height == 1 else profile.clear()
        if profile.height > 1 and one.name in made and not held.get(one.name):
            rows = profile[_breaking(validation.data.get_batch(frame), made[one.name])]
        findings.append(Finding(one.name, one.severity, held.get(one.name, False), one.sentence, _told(rows, one)))
    return findings


def _made(gx: Any, expected: Iterable[Expectation]) -> dict[str, Any]:
    made = {}
    for one in expected:
        # One that cannot be made is left out, and so counts as broken.
        with suppress(AttributeError, TypeError, ValueError):
            made[one.name] = getattr(gx.expectations, one.expectation)(
                **one.arguments, meta={"name": one.name}, notes=one.sentence
            )
    return made


def _held(validation: Any, frame: dict[str, Any]) -> dict[str, bool]:
    """Whether each expectation held, by name. Results keep no values: only whether."""
    result = validation.run(batch_parameters=frame, result_format="BOOLEAN_ONLY")
    return {one.expectation_config.meta["name"]: bool(one.success) for one in result.results}


def _breaking(batch: Any, expectation: Any) -> list[int]:
    """The numbers of the profile's rows that break the expectation; asked apart, so that Data Docs keep no values."""
    result = batch.validate(expectation, result_format={"result_format": "COMPLETE", "include_unexpected_rows": False})
    return list(result.result.get("unexpected_index_list") or [])


def broken(findings: Iterable[Finding], severity: str) -> list[Finding]:
    """The findings of one severity that did not hold."""
    return [finding for finding in findings if finding.severity == severity and not finding.held]


def _told(rows: pl.DataFrame, expectation: Expectation) -> list[str]:
    """The rows in words: what names each, what was looked at, and what stands beside it."""
    columns = dict.fromkeys((*PROFILES[expectation.profile], *expectation.columns, *expectation.beside))
    known = [column for column in columns if column in rows.columns]
    return [" ".join(f"{key}={_number(value)}" for key, value in row.items()) for row in rows.select(known).to_dicts()]


def _number(value: Any) -> str:
    """A value as it is told: a share or a distance to four places, a dash for nothing."""
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return "-" if value is None else str(value)


def preload() -> None:
    """Great Expectations on its way into memory while other work waits on something else."""
    threading.Thread(target=load_great_expectations, daemon=True).start()
