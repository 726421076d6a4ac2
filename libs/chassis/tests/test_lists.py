"""Lists: pages, order, free text."""

import pytest

from .shop import PATH, Shop


@pytest.fixture
def stocked(any_shop: Shop) -> Shop:
    for name in ("bench", "Bench 50%", "lamp_2", "lampx2", "lamp!2", "desk"):
        assert any_shop.create(name).status_code == 201
    return any_shop


def names(shop: Shop, query: str) -> list[str]:
    answer = shop.get(f"{PATH}?{query}")
    assert answer.status_code == 200, answer.text
    return [row["name"] for row in answer.json()["results"]]


def test_pages_lead_to_their_neighbours(stocked: Shop) -> None:
    first = stocked.get(f"{PATH}?limit=2&ordering=name").json()
    assert (first["count"], first["previous"]) == (6, None)
    assert first["next"] == f"{PATH}?ordering=name&limit=2&offset=2"
    second = stocked.get(first["next"]).json()
    assert second["previous"] == f"{PATH}?ordering=name&limit=2&offset=0"
    assert len(second["results"]) == 2
    third = stocked.get(second["next"]).json()
    assert (len(third["results"]), third["next"]) == (2, None)


def test_a_page_beyond_the_end_is_empty(stocked: Shop) -> None:
    page = stocked.get(f"{PATH}?offset=100").json()
    assert (page["results"], page["count"], page["next"]) == ([], 6, None)


def test_order_is_by_declared_columns_in_either_direction(stocked: Shop) -> None:
    assert names(stocked, "ordering=-name")[0] == "lampx2"
    assert names(stocked, "ordering=-id") == list(reversed(names(stocked, "")))
    answer = stocked.get(f"{PATH}?ordering=colour")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "?ordering")


def test_equal_rows_have_an_order_too(any_shop: Shop) -> None:
    for _ in range(4):
        any_shop.create("same")
    pages = [any_shop.get(f"{PATH}?ordering=-name&limit=1&offset={n}").json() for n in range(4)]
    ids = [page["results"][0]["id"] for page in pages]
    assert ids == sorted(ids)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("BENCH", ["bench", "Bench 50%"]),
        ("50%25", ["Bench 50%"]),
        ("%25", ["Bench 50%"]),
        ("p_2", ["lamp_2"]),
        ("p!2", ["lamp!2"]),
        ("nothing", []),
    ],
)
def test_texts_are_found_literally(stocked: Shop, text: str, found: list[str]) -> None:
    assert names(stocked, f"name__ic={text}") == found


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "offset=-1", "limit=x", "brief=2"])
def test_a_wrong_page_is_refused(shop: Shop, query: str) -> None:
    assert shop.get(f"{PATH}?{query}").status_code == 422


def test_unknown_fields_of_a_body_are_refused_and_texts_trimmed(shop: Shop) -> None:
    assert shop.create("  bench \n").json()["name"] == "bench"
    assert shop.create("   ").status_code == 422
