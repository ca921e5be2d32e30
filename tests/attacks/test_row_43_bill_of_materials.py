"""Row 43: what Waymark is made of, as CycloneDX writes it, out of the lock: every part by its version and its hash."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_row_43_the_bill_of_materials_names_every_part_with_its_hash(lock: str) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "cyclonedx_py", "requirements", str(ROOT / lock), "--output-format", "JSON"],
        capture_output=True,
        text=True,
        check=True,
    )
    parts = {each["name"]: each for each in json.loads(made.stdout)["components"]}
    pinned = dict(re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", (ROOT / lock).read_text(), re.MULTILINE))
    assert len(pinned) > 30
    assert {name: each.get("version") for name, each in parts.items()} == pinned
    without = [
        name
        for name, each in parts.items()
        if not any(
            hash_["alg"] == "SHA-256" for about in each["externalReferences"] for hash_ in about.get("hashes", ())
        )
    ]
    assert without == []
