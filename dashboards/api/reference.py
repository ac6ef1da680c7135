"""The description of the API as the page about it shows it."""

from django.utils.translation import gettext_lazy as _

from dashboards.api.parameters import Asked

TYPES = {
    "string": _("文字"),
    "integer": _("整数"),
    "number": _("数"),
    "boolean": _("true / false"),
    "date": _("日期"),
    "date-time": _("时刻"),
}


def places(description: dict) -> list[dict]:
    """Return the addresses of an OpenAPI description, with parameters and fields."""
    schemas = description["components"]["schemas"]
    return [
        _place(path, ways["get"], schemas)
        for path, ways in description["paths"].items()
    ]


def _place(path: str, operation: dict, schemas: dict) -> dict:
    """Return one address as the page shows it."""
    summary, _dot, english = operation["summary"].partition(" · ")
    answer = operation["responses"][200]["content"]["application/json"]["schema"]
    page = schemas.get(answer.get("$ref", "").rsplit("/", 1)[-1], answer)
    row = schemas[page["properties"]["items"]["items"]["$ref"].rsplit("/", 1)[-1]]
    parameters = [
        _field(p["name"], p["schema"], p.get("description", ""))
        | {"can_be_empty": False}
        for p in operation["parameters"]
    ]
    return {
        "id": operation["operationId"],
        "path": path,
        "summary": summary,
        "english": english,
        "parameters": [p for p in parameters if p["name"] not in Asked.model_fields],
        "shared": [p for p in parameters if p["name"] in Asked.model_fields],
        "fields": _fields(row),
        "envelope": [f for f in _fields(page) if f["name"] != "items"],
    }


def _fields(schema: dict) -> list[dict]:
    return [
        _field(name, about, about.get("description", ""))
        for name, about in schema["properties"].items()
    ]


def _field(name: str, about: dict, description: str) -> dict:
    """Return a parameter or field with its type in words, Chinese and English apart."""
    chinese, stop, english = description.rpartition("。")
    options = about.get("anyOf", [about])
    kinds = [o for o in options if o.get("type") != "null"]
    kind = kinds[0].get("items") or kinds[0]
    return {
        "name": name,
        "type": TYPES.get(kind.get("format")) or TYPES.get(kind.get("type"), ""),
        "is_list": "items" in kinds[0],
        "can_be_empty": len(kinds) < len(options),
        "choices": kind.get("enum", []),
        "chinese": chinese + stop,
        "english": english,
    }
