"""A YAML text as a parser's events: by libyaml where it is there, else by ruamel.yaml.

They make the same trees of every file here, which a test holds; libyaml takes a tenth of the time, and reading
is a good part of a command's start. What cannot be read is read again by ruamel.yaml, whose words the hints know.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

ALIAS, SCALAR, DOCUMENT = "AliasEvent", "ScalarEvent", "DocumentStartEvent"
SEQUENCE, SEQUENCE_END = "SequenceStartEvent", "SequenceEndEvent"
MAPPING, MAPPING_END = "MappingStartEvent", "MappingEndEvent"

#: Of so many events more hold values than a file may have: the tree is refused before they end.
MOST = 200_000


class YamlMark(Protocol):
    """A place in a text, lines and columns from 0."""

    line: int
    column: int


class YamlEvent(Protocol):
    """What both parsers say of an event; which of it there is goes by the event's kind."""

    start_mark: YamlMark
    end_mark: YamlMark
    anchor: str | None
    tag: object
    style: str | None
    value: str
    flow_style: bool | None


class NotYaml(Exception):
    """No YAML; `cause` is ruamel.yaml's error, and `marked` the same where it has marks."""

    def __init__(self, cause: Exception, marked: MarkedYAMLError | None = None) -> None:
        super().__init__(str(cause))
        self.cause, self.marked = cause, marked


def kind(event: object) -> str:
    """The event's kind, whichever parser it comes from; both use the same names."""
    return type(event).__name__


def events(text: str) -> Iterator[YamlEvent]:
    """The events of a text; aliases are not followed, so that there are no more than the text has characters."""
    quick = _quick(text)
    return _pure(text) if quick is None else iter(quick)


def _quick(text: str) -> list[YamlEvent] | None:
    """All events by libyaml; None where it is not there, or refuses the text."""
    import yaml  # before what may raise it, for an interrupt may come in the middle

    try:
        return list(islice(yaml.parse(text, Loader=yaml.CSafeLoader), MOST))
    except (AttributeError, yaml.YAMLError, ValueError):  # PyYAML without libyaml has no CSafeLoader
        return None


def _pure(text: str) -> Iterator[YamlEvent]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as error:
        raise NotYaml(error, error) from error
    except YAMLError as error:
        raise NotYaml(error) from error
