"""`ETag`, `If-None-Match` and `If-Match`."""

import pytest

from labwright_chassis.api.etag import tag_of

from .shop import PATH, Shop


@pytest.fixture
def path(shop: Shop) -> str:
    return f"{PATH}/{shop.create('bench').json()['id']}"


def rename(shop: Shop, path: str, name: str, **headers: str) -> int:
    answer = shop.client.patch(path, json={"name": name}, headers=shop.headers | headers)
    return int(answer.status_code)


def test_an_object_carries_its_version(shop: Shop, path: str) -> None:
    assert shop.get(path).headers["etag"] == '"v1"'


@pytest.mark.parametrize("known", ['"v1"', 'W/"v1"', '"v0", "v1"', "*"])
def test_a_current_copy_is_not_sent_again(shop: Shop, path: str, known: str) -> None:
    answer = shop.get(path, **{"If-None-Match": known})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", '"v1"')


def test_an_old_copy_is_sent_again(shop: Shop, path: str) -> None:
    assert shop.get(path, **{"If-None-Match": '"v0"'}).status_code == 200


def test_a_change_from_the_present_version_passes(shop: Shop, path: str) -> None:
    assert rename(shop, path, "desk", **{"If-Match": '"v1"'}) == 200
    assert shop.get(path).headers["etag"] == '"v2"'


def test_a_change_from_an_old_version_is_refused(shop: Shop, path: str) -> None:
    rename(shop, path, "desk")
    assert rename(shop, path, "table", **{"If-Match": '"v1"'}) == 412
    assert shop.get(path).json()["name"] == "desk"


def test_a_change_from_any_version_passes(shop: Shop, path: str) -> None:
    assert rename(shop, path, "desk", **{"If-Match": "*"}) == 200
    assert rename(shop, path, "table") == 200


def test_a_changed_object_answers_with_its_new_version(shop: Shop, path: str) -> None:
    answer = shop.client.patch(path, json={"name": "desk"}, headers=shop.headers)
    assert answer.headers["etag"] == '"v2"'


def test_a_list_is_tagged_by_all_its_parts() -> None:
    assert tag_of([1, 2], "x") == tag_of([1, 2], "x")
    assert tag_of([1, 2], "x") != tag_of([1, 3], "x")
