"""What can be read has a HEAD, and every address says what it takes."""

from .shop import PATH, Shop


def test_head_is_get_without_the_body(shop: Shop) -> None:
    read = shop.client.get(PATH, headers=shop.headers)
    head = shop.client.head(PATH, headers=shop.headers)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(read.content))
    assert shop.client.head("/livez").status_code == 200


def test_head_of_nothing_is_as_refused_as_get(shop: Shop) -> None:
    assert shop.client.head(PATH).status_code == 401
    assert shop.client.head("/api/v1/nowhere").status_code == 404


def test_options_names_the_methods_of_all_routes(shop: Shop) -> None:
    answer = shop.client.options(PATH)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    assert shop.client.options("/api/v1/nowhere").status_code == 404


def test_an_answer_says_which_route_it_came_from(shop: Shop) -> None:
    for method in ("GET", "HEAD"):
        answer = shop.client.request(method, "/api/v1/shop/errors/Stale")
        assert answer.headers["x-labwright-route"] == "/api/v1/shop/errors/{name}"
