"""prefect.yaml for real: a server, a process worker, the deployments made from the file, and one of them triggered."""

import json
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.night.place import BIN, ROOT, Place


def prefect(place: Place, *arguments: str, cwd: Path = ROOT) -> str:
    done = subprocess.run(
        [BIN / "prefect", "--no-prompt", *arguments], cwd=cwd, env=place.environment, text=True, capture_output=True,
        timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def deployed(prefect_server: dict[str, str], small_month: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A regency with the small month received and nothing published, and its deployments on the server."""
    place = Place.copy_of(small_month, tmp_path_factory.mktemp("deployed") / "home", prefect_server)
    place.environment.update(PAYUNG_RAW=str(place.raw), PAYUNG_CURATED=str(place.curated))
    prefect(place, "work-pool", "create", "payung", "--type", "process", "--overwrite")
    prefect(place, "deploy", "--all")
    return place


def test_the_deployments_are_those_the_operators_were_promised(deployed: Place) -> None:
    nightly = json.loads(prefect(deployed, "deployment", "inspect", "nightly/nightly", "--output", "json"))
    (schedule,) = nightly["schedules"]
    assert (schedule["schedule"]["cron"], schedule["schedule"]["timezone"]) == ("0 1 * * *", "Asia/Jakarta")
    assert nightly["global_concurrency_limit"]["limit"] == 1
    reprocess = json.loads(prefect(deployed, "deployment", "inspect", "nightly/reprocess", "--output", "json"))
    assert reprocess["schedules"] == []
    assert set(reprocess["parameters"]) == {"month", "sender"}


def test_a_triggered_deployment_publishes_a_snapshot(deployed: Place) -> None:
    assert not deployed.curated.exists()
    worker = subprocess.Popen(
        [BIN / "prefect", "worker", "start", "--pool", "payung"], cwd=deployed.home, env=deployed.environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        said = prefect(deployed, "deployment", "run", "nightly/nightly", "--watch", "--watch-timeout", "240")
    finally:
        worker.terminate()
        worker.wait(timeout=60)
    manifest = json.loads((deployed.latest / "manifest.json").read_text())
    assert manifest["verdict"] == "published", said
    assert manifest["balance"]["covered"] == 1_000


def test_every_entrypoint_loads() -> None:
    """A deploy must not be the first to find that a flow does not import."""
    deployments = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]
    for entrypoint in {deployment["entrypoint"] for deployment in deployments}:
        module, flow = entrypoint.removesuffix(":nightly").removesuffix(".py").replace("/", "."), "nightly"
        loaded = subprocess.run(
            [BIN / "python", "-c", f"from {module} import {flow}; print({flow}.name)"], cwd=ROOT, text=True,
            capture_output=True, check=True,
        )  # fmt: skip
        assert loaded.stdout.strip() == "nightly"
