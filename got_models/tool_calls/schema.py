"""JSON schemas as rules: what arguments may look like, written the way `json.dumps` writes them.

Understood are the schemas that pydantic makes for tools: objects, arrays, enums, constants,
integers and numbers in a range, booleans, null, strings, unions, references. Strings are copied
from what was said. An optional argument that asks for more is left out. Light: no torch.
"""

import json
import math
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from got_models.errors import BadInput
from got_models.tool_calls.copying import Copied, Sources
from got_models.tool_calls.rules import OneOf, Stack, Text, one_of_texts

Schema = Mapping[str, Any]

SPAN = 999
"""How many integers an open range has."""

ITEMS = 4
"""Most items of an array that says nothing of its length."""

STRING_BYTES = 160
"""Most bytes of a string that says nothing of its length."""

DEEPEST = 8
"""How many values may lie within each other; a schema that contains itself is cut there."""

_UNREAD = (
    "pattern",
    "format",
    "not",
    "if",
    "multipleOf",
    "contains",
    "uniqueItems",
    "minProperties",
    "dependentRequired",
)
"""Keywords that narrow a schema in a way not understood here."""


class BadSchema(BadInput):
    """An argument cannot be written from its JSON schema."""


class SchemaRules:
    """Turns the schemas of one tool into rules.

    Args:
        root: The schema of all its arguments, which may have `$defs`.
        sources: What strings are copied from.
    """

    def __init__(self, root: Schema, sources: Sources) -> None:
        self._root, self._sources = root, sources
        self._depth = 0

    def arguments(self) -> Stack:
        """Return the rules of the whole JSON object of arguments.

        Raises:
            BadSchema: A required argument asks for something that is not understood.
        """
        return self._object({"type": "object", **self._root})

    def _rules(self, schema: Schema) -> Stack:
        """Return the rules of a value, or refuse with `BadSchema`."""
        if self._depth == DEEPEST:
            raise BadSchema(f"values lie deeper than {DEEPEST} in each other")
        self._depth += 1
        try:
            return self._value(self._resolved(schema))
        finally:
            self._depth -= 1

    def _value(self, schema: Schema) -> Stack:
        unread = [word for word in _UNREAD if word in schema]
        if unread:
            raise BadSchema(f"the keyword {unread[0]!r} is not understood in {dict(schema)}")
        if "const" in schema:
            return (Text.of(_json(schema["const"])),)
        if "enum" in schema:
            return one_of_texts(_json(value) for value in schema["enum"])
        for union in ("anyOf", "oneOf"):
            if union in schema:
                return self._first_of([dict(option) for option in schema[union]])
        kind = schema.get("type")
        if isinstance(kind, list):
            return self._first_of([{**schema, "type": one} for one in kind])
        return self._typed(kind, schema)

    def _typed(self, kind: object, schema: Schema) -> Stack:
        match kind:
            case "object":
                return self._object(schema)
            case "array":
                return self._array(schema)
            case "string":
                return self._string(schema)
            case "integer":
                return _integers(_range(schema))
            case "number":
                return _number(schema)
            case "boolean":
                return one_of_texts(("true", "false"))
            case "null":
                return (Text.of("null"),)
        raise BadSchema(f"the type {kind!r} is not understood in {dict(schema)}")

    def _first_of(self, options: list[dict[str, Any]]) -> Stack:
        """Return all options that are understood."""
        found: list[Stack] = []
        refused: BadSchema | None = None
        for option in options:
            try:
                found.append(self._rules(option))
            except BadSchema as why:
                refused = why
        if not found:
            raise refused or BadSchema("a union has no options")
        return (OneOf(tuple(found)),)

    def _object(self, schema: Schema) -> Stack:
        required = set(schema.get("required", ()))
        members: list[tuple[str, Stack, bool]] = []
        for name, value in schema.get("properties", {}).items():
            try:
                members.append((name, self._rules(value), name in required))
            except BadSchema:
                if name in required:
                    raise
        if required - {name for name, _, _ in members}:
            raise BadSchema(f"required but not described: {sorted(required)} in {dict(schema)}")
        return (Text.of("{"), *_members(tuple(members)), Text.of("}"))

    def _array(self, schema: Schema) -> Stack:
        fewest = int(schema.get("minItems", 0))
        most = int(schema.get("maxItems", max(fewest, ITEMS)))
        if "prefixItems" in schema or most < fewest:
            raise BadSchema(f"the array {dict(schema)} is not understood")
        item = self._rules(schema.get("items", {"type": "null"}))
        rest: Stack = ()
        for at in range(most, 0, -1):
            another = (Text.of(", " if at > 1 else ""), *item, *rest)
            rest = another if at <= fewest else (OneOf(((), another)),)
        return (Text.of("["), *rest, Text.of("]"))

    def _string(self, schema: Schema) -> Stack:
        if int(schema.get("minLength", 0)) > 1:
            raise BadSchema(f"a shortest length cannot be kept to, in {dict(schema)}")
        copied = Copied.up_to(int(schema.get("maxLength", STRING_BYTES)), self._sources)
        if copied.shortest > copied.left:
            raise BadSchema("nothing was said that a string could be copied from")
        return (Text.of('"'), copied, Text.of('"'))

    def _resolved(self, schema: Schema) -> Schema:
        for _ in range(8):
            merged = schema.get("allOf", ())
            if "$ref" in schema:
                schema = {**self._at(schema["$ref"]), **_without(schema, "$ref")}
            elif len(merged) == 1:
                schema = {**merged[0], **_without(schema, "allOf")}
            else:
                break
        if "$ref" in schema or "allOf" in schema:
            raise BadSchema(f"the reference in {dict(schema)} cannot be followed")
        return schema

    def _at(self, reference: str) -> Schema:
        part: Any = self._root
        for step in reference.removeprefix("#/").split("/"):
            if not isinstance(part, Mapping) or step not in part:
                raise BadSchema(f"the reference {reference!r} leads nowhere")
            part = part[step]
        found: Schema = part
        return found


def _members(members: tuple[tuple[str, Stack, bool], ...]) -> Stack:
    """Return the rules between the braces of an object; what is optional may be left out."""

    @cache
    def rest(at: int, first: bool) -> Stack:
        if at == len(members):
            return ()
        name, value, is_required = members[at]
        key = Text.of(f"{'' if first else ', '}{_json(name)}: ")
        with_it = (key, *value, *rest(at + 1, False))
        if is_required:
            return with_it
        return (OneOf((with_it, rest(at + 1, first))),)

    return rest(0, True)


def _range(schema: Schema) -> range:
    """Return the integers of a range: all of them, or as many as `SPAN` from 0 or its edge."""
    low, high = schema.get("minimum"), schema.get("maximum")
    if "exclusiveMinimum" in schema:
        low = math.floor(schema["exclusiveMinimum"]) + 1
    if "exclusiveMaximum" in schema:
        high = math.ceil(schema["exclusiveMaximum"]) - 1
    first = math.ceil(low) if low is not None else -SPAN
    last = math.floor(high) if high is not None else max(first, 0) + SPAN
    if last - first > SPAN:
        first = max(first, min(0, last - SPAN))
    found = range(first, min(last, first + SPAN) + 1)
    if not found:
        raise BadSchema(f"no integer fits {dict(schema)}")
    return found


def _number(schema: Schema) -> Stack:
    """Return a number with up to one decimal, or where none fits the edges of its range."""
    try:
        whole = _range(schema)
    except BadSchema:
        edges = [schema[edge] for edge in ("minimum", "maximum") if edge in schema]
        if len(edges) < 2 or edges[0] > edges[1] or "exclusive" in "".join(schema):
            raise
        return one_of_texts(_json(float(edge)) for edge in edges)
    bare, longer = _integers(whole), _integers(range(max(whole.start, 0), whole.stop - 1))
    if not longer:
        return bare
    return (OneOf((bare, (*longer, Text.of("."), *one_of_texts("0123456789")))),)


@lru_cache(maxsize=64)
def _integers(numbers: range) -> Stack:
    """Return the rules of one of these integers; nothing where there are none."""
    return one_of_texts(str(number) for number in numbers) if numbers else ()


def _without(schema: Schema, word: str) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != word}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
