"""Comparing and hashing tally records."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from plugins.results.record import compare_records, hash_record, serialize_record


@pytest.mark.parametrize(
    ("recorded", "recounted", "expected"),
    [
        ({"a": "1"}, {"a": "1"}, []),
        ({"a": "1"}, {"a": "2"}, [("a", '"1"', '"2"')]),
        ({"a": {"b": "1"}}, {"a": {"b": "2"}}, [("a.b", '"1"', '"2"')]),
        ({"a": ["x", "y"]}, {"a": ["x", "z"]}, [("a[2]", '"y"', '"z"')]),
        ({"a": ["x"]}, {"a": ["x", "y"]}, [("a", '["x"]', '["x", "y"]')]),
        ({"a": "1", "old": "2"}, {"a": "1"}, [("old", '"2"', "—")]),
        ({"a": "1"}, {"new": "2", "a": "1"}, [("new", "—", '"2"')]),
        ({"a": "1"}, {"a": {"b": "1"}}, [("a", '"1"', '{"b": "1"}')]),
        ("x", {"a": "1"}, [("", '"x"', '{"a": "1"}')]),
    ],
)
def test_differences_are_found_at_their_path(
    recorded: Any, recounted: Any, expected: list[tuple[str, str, str]]
) -> None:
    assert list(compare_records(recorded, recounted)) == expected


def test_record_is_named_by_the_hash_of_its_bytes() -> None:
    record = {"competition": "示例", "awards": {"gold": ["a"]}}
    data = serialize_record(record)
    assert data == '{\n "competition": "示例",\n "awards": {\n  "gold": [\n   "a"\n  ]\n }\n}\n'.encode()
    assert hash_record(record) == hashlib.sha256(data).hexdigest()
