"""One document for all services."""

from copy import deepcopy

import pytest

from labwright_gateway.openapi.merge import merge


def _document(path: str, schema: dict, **more) -> dict:
    reference = {"$ref": "#/components/schemas/Page"}
    content = {"application/json": {"schema": reference}}
    operation = {
        "operationId": "list_things",
        "summary": "Things",
        "tags": ["things"],
        "responses": {"200": {"description": "OK", "content": content}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "One", "version": "1"},
        "tags": [{"name": "things"}],
        "paths": {path: {"get": operation}},
        "components": {"schemas": {"Page": schema}},
        **more,
    }


def _merged(**documents: dict) -> dict:
    before = deepcopy(documents)
    merged = merge(documents, {"title": "All", "version": "1"})
    assert documents == before
    return merged


def _reference(document: dict, path: str) -> str:
    answer = document["paths"][path]["get"]["responses"]["200"]
    return answer["content"]["application/json"]["schema"]["$ref"]


def test_schemas_that_mean_the_same_are_shared():
    merged = _merged(
        auth=_document("/a", {"type": "object"}), mes=_document("/m", {"type": "object"})
    )
    assert merged["components"]["schemas"] == {"Page": {"type": "object"}}
    assert _reference(merged, "/a") == _reference(merged, "/m") == "#/components/schemas/Page"


def test_schemas_that_clash_get_their_service_s_name():
    merged = _merged(
        auth=_document("/a", {"type": "object"}), mes=_document("/m", {"type": "array"})
    )
    assert merged["components"]["schemas"] == {
        "AuthPage": {"type": "object"},
        "MesPage": {"type": "array"},
    }
    assert _reference(merged, "/a") == "#/components/schemas/AuthPage"
    assert _reference(merged, "/m") == "#/components/schemas/MesPage"


def test_schemas_that_refer_to_a_clashing_one_clash_as_well():
    auth, mes = (
        _document(f"/{n}", {"type": kind}) for n, kind in (("a", "object"), ("m", "array"))
    )
    for document in (auth, mes):
        schemas = document["components"]["schemas"]
        schemas["Book"] = {"items": {"$ref": "#/components/schemas/Page"}}
        schemas["Shelf"] = {"items": {"$ref": "#/components/schemas/Book"}}
        schemas["Alike"] = {"type": "string"}
    merged = _merged(auth=auth, mes=mes)["components"]["schemas"]
    assert merged["AuthShelf"] == {"items": {"$ref": "#/components/schemas/AuthBook"}}
    assert merged["MesBook"] == {"items": {"$ref": "#/components/schemas/MesPage"}}
    assert set(merged) & {"Shelf", "Book", "Page", "Alike"} == {"Alike"}


def test_operation_ids_stay_unique_and_tags_are_named_once():
    merged = _merged(auth=_document("/a", {}), mes=_document("/m", {}))
    ids = [item["get"]["operationId"] for item in merged["paths"].values()]
    assert ids == ["auth_list_things", "mes_list_things"]
    assert merged["tags"] == [{"name": "things"}]


def test_security_is_said_by_every_operation():
    need = [{"session": []}]
    schemes = {"session": {"type": "http", "scheme": "bearer"}}
    auth = _document("/a", {}, security=need)
    auth["components"]["securitySchemes"] = schemes
    auth["paths"]["/public"] = {"get": {"operationId": "p", "responses": {}, "security": []}}
    mes = _document("/m", {}, security=need)
    mes["components"]["securitySchemes"] = {"session": {"type": "http", "scheme": "basic"}}
    paths = _merged(auth=auth, mes=mes)["paths"]
    assert paths["/public"]["get"]["security"] == []
    assert paths["/a"]["get"]["security"] == [{"Authsession": []}]
    assert paths["/m"]["get"]["security"] == [{"Messession": []}]


@pytest.fixture
def documented(lab):
    """The lab's services with documents of their own."""
    for service in (lab.auth, lab.inventory, lab.scheduler):
        document = _document(f"/api/v1/{service.name}/things", {"title": service.name})
        document["paths"]["/readyz"] = document["paths"]["/internal/x"] = {"get": {}}
        service.answer("/openapi.json", json=document)
    return lab


def test_the_gateway_serves_the_merged_document(documented, door):
    document = door.get("/openapi.json").json()
    assert document["servers"] == [{"url": "/"}]
    assert "x-missing" not in document
    assert set(document["components"]["schemas"]) == {
        "AuthPage",
        "InventoryPage",
        "SchedulerPage",
    }
    assert document["components"]["securitySchemes"]["session"]["scheme"] == "bearer"
    own = {"/livez", "/readyz", "/api/v1/search", "/api/v1/status", "/openapi.json"}
    services = {f"/api/v1/{name}/things" for name in ("auth", "inventory", "scheduler")}
    assert set(document["paths"]) == own | services
    assert document["paths"]["/livez"]["get"]["security"] == []


def test_a_service_that_is_away_is_named(documented, door, clock):
    documented.servers.pop("inventory").stop()
    documented.scheduler.answer("/openapi.json", body=b"not json")
    document = door.get("/openapi.json").json()
    assert document["x-missing"] == ["inventory", "scheduler"]
    assert "/api/v1/auth/things" in document["paths"]
    documented.start("inventory", documented.inventory)
    clock.advance(2)
    assert door.get("/openapi.json").json()["x-missing"] == ["scheduler"]


def test_the_document_is_kept_for_a_short_while(documented, door, clock):
    def fetched() -> int:
        return sum(seen.path == "/openapi.json" for seen in documented.auth.requests)

    door.get("/openapi.json")
    clock.advance(29)
    door.get("/openapi.json")
    assert fetched() == 1
    clock.advance(1)
    door.get("/openapi.json")
    assert fetched() == 2
