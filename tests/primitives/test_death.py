"""Kills producers and consumers at random; POLYPRIM_KILLS says how many, for thousands by hand."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from typing import Final

import pytest

from tests.runtime.support import ROOT, environment

KILLS: Final = int(os.environ.get("POLYPRIM_KILLS", "500"))


@pytest.mark.timeout(120 + KILLS)
def test_kill_9() -> None:
    seed = random.randrange(1 << 32)
    done = subprocess.run(
        [sys.executable, "-m", "tests.primitives.mortals", str(KILLS), str(seed)],
        env=environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"seed {seed}: {done.stderr}"
    found = json.loads(done.stdout)
    print(found)
    assert found["kills"] == KILLS, found
    # Nothing comes out twice, or was never put in.
    assert found["doubled"] == found["foreign"] == 0, found
    # What a consumer had taken but could not yet say when it was killed went with it: no more.
    assert found["lost"] <= found["may_be_lost"], found
    assert found["added"] <= found["sum"] <= found["added"] + found["may_be_added"], found
    # Everything was given back.
    assert found["items"] == found["used_bytes"] == 0, found
    assert found["objects_left"] == found["bytes_left"] == 0, found
    # And there was something to see: most workers were killed at work.
    assert found["acknowledged"] > 10 * KILLS, found
    assert found["killed_while_idle"] < KILLS / 2, found
