"""No request, however odd, makes a service fail or say what its document does not."""

from pathlib import Path

from tests.dev.one_process import standalone
from tests.fuzz.run import fuzz

SECONDS = 40


def test_no_request_makes_a_service_fail(tmp_path: Path):
    # Few requests of each kind leave time for sequences of them.
    steady = ("--generation-deterministic", "--max-examples", "5")
    with standalone(tmp_path) as address:
        assert fuzz(address, seconds=SECONDS, folder=tmp_path, extra=steady) == ""
