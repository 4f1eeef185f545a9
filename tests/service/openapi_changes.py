"""What a client of before would stumble over: two OpenAPI documents compared.

Breaking, for who sends: an address, method, parameter or media type that is gone; one that is needed now and was not; a value that was taken
and is refused. For who reads: a field that is gone or may be absent or null now; a value that was not among those that could come; a success that has
another status.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
SENT, READ = "sent", "read"
LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")


def breaking_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Each breaking change as a line that names where it is: the same change always gives the same line."""
    return sorted(set(_Comparison(before, after).lines()))


class _Comparison:
    def __init__(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        self._before, self._after = before, after
        self._met: set[tuple[str, str, str]] = set()

    def lines(self) -> Iterator[str]:
        for address, item in self._before["paths"].items():
            for method in METHODS:
                if method in item:
                    now = self._after["paths"].get(address, {}).get(method)
                    where = f"{method.upper()} {address}"
                    if now is None:
                        yield f"{where}: gone"
                    else:
                        yield from self._operation(where, item[method], now)

    def _operation(self, where: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
        if was.get("operationId") != now.get("operationId"):
            yield f"{where}: operationId is another, and with it the name in generated clients"
        yield from self._parameters(where, _by_name(was), _by_name(now))
        yield from self._body(where, was.get("requestBody"), now.get("requestBody"))
        for status, answer in was.get("responses", {}).items():
            if not status.startswith("2"):
                continue
            later = now.get("responses", {}).get(status)
            if later is None:
                yield f"{where} {status}: gone"
                continue
            for kind, content in answer.get("content", {}).items():
                if kind not in later.get("content", {}):
                    yield f"{where} {status}: {kind} is gone"
                elif "schema" in content:
                    yield from self._schema(
                        f"{where} {status}", content["schema"], later["content"][kind].get("schema", {}), READ
                    )

    def _parameters(self, where: str, was: Mapping[Any, Any], now: Mapping[Any, Any]) -> Iterator[str]:
        for key, parameter in was.items():
            place = f"{where} {key[0]} {key[1]}"
            if key not in now:
                yield f"{place}: gone"
                continue
            if now[key].get("required") and not parameter.get("required"):
                yield f"{place}: needed now"
            yield from self._schema(place, parameter.get("schema", {}), now[key].get("schema", {}), SENT)
        for key, parameter in now.items():
            if key not in was and parameter.get("required"):
                yield f"{where} {key[0]} {key[1]}: new and needed"

    def _body(self, where: str, was: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> Iterator[str]:
        if was is None:
            if now is not None and now.get("required"):
                yield f"{where} body: new and needed"
            return
        if now is None:
            yield f"{where} body: gone"
            return
        if now.get("required") and not was.get("required"):
            yield f"{where} body: needed now"
        for kind, content in was.get("content", {}).items():
            if kind not in now.get("content", {}):
                yield f"{where} body: {kind} is gone"
            elif "schema" in content:
                yield from self._schema(
                    f"{where} body", content["schema"], now["content"][kind].get("schema", {}), SENT
                )

    def _schema(self, where: str, was: Any, now: Any, way: str) -> Iterator[str]:
        named = (str(was.get("$ref")), str(now.get("$ref")), way)
        if "$ref" in was and "$ref" in now:
            if named in self._met:
                return
            self._met.add(named)
        was, now = self._resolved(was, self._before), self._resolved(now, self._after)
        yield from self._kinds(where, was, now, way)
        yield from self._values(where, was, now, way)
        if way == SENT:
            yield from self._bounds(where, was, now)
        yield from self._fields(where, was, now, way)
        if "items" in was and "items" in now:
            yield from self._schema(f"{where}[]", was["items"], now["items"], way)
        both = [(_one_of(schema), schema) for schema in (was, now)]
        if both[0][0] is not None and both[1][0] is not None:
            yield from self._schema(where, both[0][0], both[1][0], way)

    def _kinds(self, where: str, was: Mapping[str, Any], now: Mapping[str, Any], way: str) -> Iterator[str]:
        before, after = _kinds_of(was), _kinds_of(now)
        if not before or not after:
            return
        lost, new = before - after, after - before
        if way == SENT and lost - ({"integer"} if "number" in after else set()):
            yield f"{where}: {', '.join(sorted(lost))} is refused now"
        if way == READ and new - ({"integer"} if "number" in before else set()):
            yield f"{where}: may be {', '.join(sorted(new))} now"

    def _values(self, where: str, was: Mapping[str, Any], now: Mapping[str, Any], way: str) -> Iterator[str]:
        before, after = was.get("enum"), now.get("enum")
        if way == SENT and after is not None:
            gone = [value for value in before or [] if value not in after]
            if before is None or gone:
                yield f"{where}: fewer values are taken: {', '.join(map(str, gone or after))}"
        if way == READ and before is not None and after is not None:
            new = [value for value in after if value not in before]
            if new:
                yield f"{where}: new values may come: {', '.join(map(str, new))}"

    def _bounds(self, where: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
        for bound in (*LOWER_BOUNDS, *UPPER_BOUNDS):
            old, new = was.get(bound), now.get(bound)
            narrower = new is not None and (old is None or (new > old if bound in LOWER_BOUNDS else new < old))
            if narrower and not (old is None and bound in LOWER_BOUNDS and not new):
                yield f"{where}: {bound} is {new} now"
        if now.get("pattern") is not None and now.get("pattern") != was.get("pattern"):
            yield f"{where}: another pattern"

    def _fields(self, where: str, was: Mapping[str, Any], now: Mapping[str, Any], way: str) -> Iterator[str]:
        before, after = was.get("properties", {}), now.get("properties", {})
        needed_before, needed_after = set(was.get("required", [])), set(now.get("required", []))
        for name, schema in before.items():
            place = f"{where}.{name}"
            if name not in after:
                if way == READ or now.get("additionalProperties") is False:
                    yield f"{place}: gone"
                continue
            if way == READ and name in needed_before and name not in needed_after:
                yield f"{place}: may be absent now"
            yield from self._schema(place, schema, after[name], way)
        if way == SENT:
            for name in sorted(needed_after - needed_before):
                yield f"{where}.{name}: needed now"

    def _resolved(self, schema: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in schema:
            found: Any = document
            for step in schema["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            schema = found
        return schema


def _by_name(operation: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {(parameter["in"], parameter["name"]): parameter for parameter in operation.get("parameters", [])}


def _one_of(schema: Mapping[str, Any]) -> Any:
    """Of a schema that is something or null the something."""
    others = [each for each in schema.get("anyOf", []) if each.get("type") != "null"]
    return others[0] if len(others) == 1 else None


def _kinds_of(schema: Mapping[str, Any]) -> set[str]:
    if "anyOf" in schema:
        return {kind for each in schema["anyOf"] for kind in (_kinds_of(each) or {"object"})}
    kind = schema.get("type")
    return set(kind) if isinstance(kind, list) else {kind} if kind else set()
