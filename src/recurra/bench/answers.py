"""Answers of a rival's process as lines of JSON; what they say is kept as messages."""

import json
from typing import Any

from recurra import json_lines, words

SAID = ("reason", "note")


def to_line(answer: dict[str, Any]) -> str:
    """One line.

    >>> to_line({"once": 0.5, "reason": words.say("bench.rivals.does_not_train")})
    '{"once":0.5,"reason":{"say":"bench.rivals.does_not_train","facts":{}}}'
    """
    return json_lines.to_json(answer)


def from_line(line: str) -> dict[str, Any]:
    """What `to_line` made.

    >>> print(from_line(to_line({"reason": words.say("bench.rivals.does_not_train")}))["reason"])
    does not train
    """
    answer: dict[str, Any] = json.loads(line)
    return {k: words.from_plain(v) if k in SAID else v for k, v in answer.items()}
