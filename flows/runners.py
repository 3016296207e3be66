"""Who does the mapped steps of a night: threads, processes of this machine, a Dask or a Ray cluster.

The steps are the same for all of them: `step.map(...)` hands out ids and paths, and what a step makes is in files. A
cluster that is joined must reach the Prefect server (PREFECT_API_URL), run the same version of Payung, have the key at
its PAYUNG_KEY_FILE, and share the folders, or find them in an object store (`flows/storage/`).
"""

import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

import polars as pl
from prefect.context import FlowRunContext
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner

from flows.settings import Settings, cores

THREADS = 4
"""Senders read at a time unless the settings say otherwise: each waits for disk and Prefect half of the time."""

_KNOCKS_FOR = 20.0
"""Seconds."""
_POLARS_THREADS = "POLARS_MAX_THREADS"
_Runner = TaskRunner[Any]


class RunnerUnusable(Exception):  # noqa: N818 - an outcome the operator must act on
    """The steps cannot be run as the settings ask; the message says what to install or to start."""


@contextmanager
def mapped_by(settings: Settings) -> Iterator[None]:
    """Within it the flow's mapped steps are done by the runner that the settings name.

    The flow's own runner is chosen when it is imported; a deployment says its runner when it starts.

    Raises:
        RunnerUnusable: its packages are not installed, or no cluster answers at the address.
    """
    flow_run = FlowRunContext.get()
    if flow_run is None:
        raise RunnerUnusable("steps are mapped within a flow only: run flows.nightly, not a step of it")
    with ExitStack() as open_ones:
        runner = _RUNNERS[settings.runner](settings, open_ones)
        open_ones.enter_context(flow_run.model_copy(update={"task_runner": runner}))
        yield


@contextmanager
def shared_out(workers: int) -> Iterator[None]:
    """Within it every process that is started takes its share of the cores: polars would give each of them all.

    Polars asks its environment once, as early as it is imported; so it stands in that of the process that starts
    others, whose own polars has asked before.
    """
    pl.thread_pool_size()
    before = os.environ.get(_POLARS_THREADS)
    os.environ[_POLARS_THREADS] = str(max(1, cores() // workers))
    try:
        yield
    finally:
        del os.environ[_POLARS_THREADS]
        if before is not None:
            os.environ[_POLARS_THREADS] = before


def _threads(settings: Settings, open_ones: ExitStack) -> _Runner:
    return open_ones.enter_context(ThreadPoolTaskRunner(max_workers=settings.workers or THREADS))


def _processes(settings: Settings, open_ones: ExitStack) -> _Runner:
    workers = settings.workers or cores()
    open_ones.enter_context(shared_out(workers))
    return open_ones.enter_context(ProcessPoolTaskRunner(max_workers=workers))


def _dask(settings: Settings, open_ones: ExitStack) -> _Runner:
    """A cluster of this machine takes as much memory as the night would without it, and listens on loopback alone."""
    try:
        from prefect_dask.task_runners import DaskTaskRunner  # noqa: PLC0415
    except ImportError:
        raise _not_installed("dask") from None
    if settings.runner_address:
        runner = DaskTaskRunner(address=settings.runner_address)
    else:
        workers = settings.workers or cores()
        open_ones.enter_context(shared_out(workers))
        own = {"n_workers": workers, "threads_per_worker": 1, "memory_limit": 0, "dashboard_address": None}
        runner = DaskTaskRunner(cluster_kwargs=own)
    return _started(runner, settings, open_ones, lambda started: started.client.wait_for_workers(1, timeout=60))


def _ray(settings: Settings, open_ones: ExitStack) -> _Runner:
    try:
        from prefect_ray.task_runners import RayTaskRunner  # noqa: PLC0415
    except ImportError:
        raise _not_installed("ray") from None
    given: dict[str, Any] = {"log_to_driver": False}
    if not settings.runner_address:
        workers = settings.workers or cores()
        open_ones.enter_context(shared_out(workers))
        given |= {"num_cpus": workers, "include_dashboard": False}
    return _started(RayTaskRunner(address=settings.runner_address, init_kwargs=given), settings, open_ones)


def _started(
    runner: Any, settings: Settings, open_ones: ExitStack, reach: Callable[[Any], object] = lambda _: None
) -> _Runner:
    """The runner with its cluster: joined at once, for what does not answer should be known before anything is read."""
    where = settings.runner_address or "this machine"
    try:
        if settings.runner_address:
            _knock(settings.runner_address)
        started: _Runner = open_ones.enter_context(runner)
        reach(started)
    except Exception as error:
        said = f"no {settings.runner} cluster at {where} ({type(error).__name__}); see PAYUNG_RUNNER_ADDRESS"
        raise RunnerUnusable(said) from None
    return started


def _knock(address: str) -> None:
    """Nothing, where somebody listens at the host and port of the address: to one that is dead Ray knocks for ever.

    Raises:
        OSError: nobody does.
    """
    host, _, port = address.rpartition("/")[2].rpartition(":")
    if port.isdigit():
        socket.create_connection((host.strip("[]"), int(port)), timeout=_KNOCKS_FOR).close()


def _not_installed(extra: str) -> RunnerUnusable:
    return RunnerUnusable(f"the runner {extra} needs packages that are not installed: pip install 'payung[{extra}]'")


_RUNNERS: Mapping[str, Callable[[Settings, ExitStack], _Runner]] = {
    "thread": _threads,
    "process": _processes,
    "dask": _dask,
    "ray": _ray,
}
