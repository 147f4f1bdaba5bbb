"""A stage's name -> the weights of its models, as they ship."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def shipped(stage: str) -> Mapping[str, Any]:
    """Return what ``weights.json`` of ``stage`` holds: log-odds per unit of each feature, by model where it has several."""
    text = resources.files("firsthand").joinpath(stage, "weights.json").read_text("utf8")
    return dict(json.loads(text))
