"""Values of the host as JSON values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

import pytest
from pydantic import BaseModel

from metaagent.plain import MAX_TEXT, plain, text_of


class Color(Enum):
    RED = "red"


class Level(int, Enum):
    HIGH = 3


class Order(BaseModel):
    number: int
    lines: list[str]


@dataclass
class Point:
    x: int
    tags: tuple


class Angry:
    def __str__(self):
        raise RuntimeError("no")


class Scalar:
    def item(self):
        return 7


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": [1, 2.5, None, True, "x"]}, {"a": [1, 2.5, None, True, "x"]}),
        ((1, 2), [1, 2]),
        ({3}, [3]),
        ({1: "a", Color.RED: "b"}, {"1": "a", "red": "b"}),
        (Color.RED, "red"),
        (Level.HIGH, 3),
        (Decimal("284.50"), 284.5),
        (date(2026, 11, 30), "2026-11-30"),
        (b"abc", "abc"),
        (Point(1, ("a",)), {"x": 1, "tags": ["a"]}),
        (Order(number=7, lines=["a"]), {"number": 7, "lines": ["a"]}),
        (Scalar(), 7),
        (Angry(), "<Angry>"),
        (type("Text", (str,), {})("t"), "t"),
    ],
)
def test_what_is_no_json_becomes_json_that_says_the_same(value, expected):
    result = plain(value)
    assert result == expected and type(result) is type(expected)


def test_a_value_that_holds_itself_ends():
    value = []
    value.append(value)
    assert "..." in text_of(value)


def test_texts_stay_texts_and_are_cut_off_where_they_are_huge():
    assert text_of("a") == "a"
    assert text_of(["é"]) == '["é"]'
    assert len(text_of("x" * (MAX_TEXT + 5))) == MAX_TEXT


def test_half_characters_are_replaced_since_they_cannot_be_sent():
    assert text_of("a\ud800é") == "a?é"
    assert text_of({"a": "\udfff"}) == '{"a": "?"}'
