"""What pages and Python send each other, as JSON Schema: ``python frontend/schema.py`` writes it for types.mjs.

With ``--check`` it is compared with the one that is committed.
"""

from __future__ import annotations

import json
import sys
import typing
from pathlib import Path
from typing import Any, Final

import typing_extensions
from pydantic import TypeAdapter

typing.TypedDict = (
    typing_extensions.TypedDict
)  # the one that pydantic reads before Python 3.12; set before the models load

from diagnostics.app.consultation.messages import ConsultationMessage  # noqa: E402
from diagnostics.app.consultation.replies import ConsultationReply  # noqa: E402
from diagnostics.app.messages import DashboardMessage  # noqa: E402
from diagnostics.app.pages.replies import Failure, Pong, Reply, Working  # noqa: E402

SCHEMA: Final = Path(__file__).parent / "src" / "messages" / "schema.json"
SENT: Final = {"DashboardMessage": DashboardMessage, "ConsultationMessage": ConsultationMessage}
"""What a page sends, by the name of its type there."""
ANSWERED: Final = {"DashboardReply": Reply | Failure | Pong | Working, "ConsultationReply": ConsultationReply}
"""What it is answered."""


def schema() -> dict[str, Any]:
    """One schema with a definition for each message and reply."""
    adapters = [
        *((name, "validation", TypeAdapter(kind)) for name, kind in SENT.items()),
        *((name, "serialization", TypeAdapter(kind)) for name, kind in ANSWERED.items()),
    ]
    refs, definitions = TypeAdapter.json_schemas(adapters, ref_template="#/definitions/{model}")
    named = {name: _plain(found) for (name, _), found in refs.items()}
    return {
        "title": "Messages",
        "type": "object",
        "properties": {name: {"$ref": f"#/definitions/{name}"} for name in named},
        "definitions": {**named, **{name: _plain(found) for name, found in definitions["$defs"].items()}},
    }


def _plain(found: Any) -> Any:
    """A schema as a page needs it: what names a message is always sent, bytes travel apart, no limits and no titles."""
    if isinstance(found, list):
        return [_plain(one) for one in found]
    if not isinstance(found, dict):
        return found
    properties = {
        name: _plain(one) for name, one in found.get("properties", {}).items() if one.get("format") != "binary"
    }
    kept = {key: _plain(found[key]) for key in found if key in KEPT}
    if not properties:
        return kept
    required = [name for name in properties if name in ("do", "op") or name in found.get("required", [])]
    return {**kept, "properties": properties, "required": required}


KEPT: Final = {
    "$ref", "additionalProperties", "anyOf", "const", "description", "enum", "items", "maxItems", "minItems", "oneOf",
    "prefixItems", "type",
}  # fmt: skip


def as_text() -> str:
    """The file that is committed."""
    return json.dumps(schema(), indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    if "--check" not in sys.argv:
        SCHEMA.write_text(as_text(), encoding="utf-8")
    elif as_text() != SCHEMA.read_text(encoding="utf-8"):
        sys.exit("schema.json is not what the models say: run `make frontend` and commit it.")
