"""This module checks records against a JSON Schema of somebody's own, beside ours.

The reference validator decides; what a schema refers to outside of itself is never fetched.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import referencing
import referencing.exceptions
from jsonschema.exceptions import SchemaError
from jsonschema.validators import validator_for

from archivist.checks.finding import Finding, shown
from archivist.jsontext.walk import escape, short

MOST = 100  # findings of a record: beyond that a schema is for something else


class Contract:
    """A schema, compiled. Raises ValueError for what is none, saying why."""

    def __init__(self, name: str, schema: Any) -> None:
        self._name = name
        kind = validator_for(schema, default=jsonschema.Draft202012Validator)
        try:
            kind.check_schema(schema)
        except SchemaError as error:
            where = "".join(f"/{escape(str(part))}" for part in error.absolute_path)
            raise ValueError(f"no JSON Schema: at {where or '/'}: {short(error.message)}") from None
        self._validator = kind(schema, registry=referencing.Registry())

    def check(self, data: Any) -> Iterator[Finding]:
        """A V120 for each deviation. Raises ValueError for a reference to somewhere else."""
        if self._is_valid(data):
            return
        for number, error in enumerate(self._validator.iter_errors(data)):
            if number == MOST:
                return
            path = "".join(f"/{escape(str(part))}" for part in error.absolute_path)
            yield Finding("V120", path, self._message(error), f"demanded by {self._name}")

    def _is_valid(self, data: Any) -> bool:
        try:
            return self._validator.is_valid(data)
        except referencing.exceptions.Unresolvable as error:
            raise ValueError(f"found a reference to {error.ref}, which is never fetched") from None

    def _message(self, error: jsonschema.ValidationError) -> str:
        wanted = short(json.dumps(error.validator_value, ensure_ascii=False), 60)
        return f"found {shown(error.instance)}, would be right: {error.validator} {wanted}"
