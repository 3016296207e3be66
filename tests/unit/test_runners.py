"""What is missing for a runner is said in a sentence."""

import os
import socket
import sys
from contextlib import ExitStack

import pytest

from flows import runners
from flows.runners import RunnerUnusable, mapped_by, shared_out
from flows.settings import Runner, Settings, cores


@pytest.mark.parametrize(
    ("runner", "package"), [("dask", "prefect_dask.task_runners"), ("ray", "prefect_ray.task_runners")]
)
def test_an_extra_that_is_not_installed(runner: Runner, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(RunnerUnusable, match=rf"pip install 'payung\[{runner}\]'"):
        runners._RUNNERS[runner](Settings(), ExitStack())


def test_outside_a_flow_there_is_nothing_to_map() -> None:
    with pytest.raises(RunnerUnusable, match="within a flow"), mapped_by(Settings()):
        pytest.fail("it began")


def test_cores_are_shared_out_for_as_long_as_workers_are_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLARS_MAX_THREADS", "3")
    with shared_out(1):
        assert os.environ["POLARS_MAX_THREADS"] == str(cores())
        with shared_out(1000):
            assert os.environ["POLARS_MAX_THREADS"] == "1"
    assert os.environ["POLARS_MAX_THREADS"] == "3"


@pytest.mark.parametrize(("runner", "form"), [("dask", "tcp://{}"), ("ray", "{}"), ("ray", "ray://{}")])
def test_an_address_at_which_nobody_listens_is_told_at_once(runner: Runner, form: str) -> None:
    pytest.importorskip(f"prefect_{runner}")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    address = form.format(f"127.0.0.1:{port}")
    with pytest.raises(RunnerUnusable, match=f"no {runner} cluster at {address} .ConnectionRefusedError."):
        runners._RUNNERS[runner](Settings(runner=runner, runner_address=address), ExitStack())
