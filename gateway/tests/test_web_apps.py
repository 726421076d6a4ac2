"""The built web apps."""

import gzip

import pytest

SCRIPT = "assets/index-4f3a.js"


@pytest.fixture
def web(tmp_path):
    """A folder with two built apps."""
    for name in ("inventory", "scheduler"):
        (tmp_path / name / "assets").mkdir(parents=True)
        (tmp_path / name / "index.html").write_text(f"<title>{name}</title>")
        (tmp_path / name / SCRIPT).write_text("export {}")
        (tmp_path / name / f"{SCRIPT}.gz").write_bytes(gzip.compress(b"export {}"))
        (tmp_path / name / ".secret").write_text("no")
    (tmp_path / "outside").symlink_to("/etc")
    return tmp_path


@pytest.fixture
def door(lab, web):
    return lab.open_gateway(web_dir=web)


@pytest.mark.parametrize("path", ["/", "/app", "/app/"])
def test_the_root_leads_to_the_scheduler(door, path):
    answer = door.get(path)
    assert (answer.status_code, answer.headers["location"]) == (307, "/app/scheduler/")


def test_an_app_has_one_spelling(door):
    answer = door.get("/app/inventory")
    assert (answer.status_code, answer.headers["location"]) == (307, "/app/inventory/")


@pytest.mark.parametrize("path", ["", "index.html", "bookings/7", "a/b/c/"])
def test_the_app_s_own_addresses_get_its_index(door, path):
    answer = door.get(f"/app/scheduler/{path}")
    assert (answer.status_code, answer.text) == (200, "<title>scheduler</title>")
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_hashed_file_is_kept_for_ever(door):
    answer = door.get(f"/app/scheduler/{SCRIPT}", headers={"Accept-Encoding": "identity"})
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert (answer.text, answer.headers["vary"]) == ("export {}", "Accept-Encoding")


def test_a_compressed_form_is_used_where_it_is_taken(door):
    answer = door.get(f"/app/scheduler/{SCRIPT}", headers={"Accept-Encoding": "br, gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.text == "export {}"


def test_an_index_that_did_not_change_is_not_sent_again(door):
    tag = door.get("/app/scheduler/").headers["etag"]
    answer = door.get("/app/scheduler/", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["cache-control"] == "no-cache"


def test_a_head_tells_the_size(door):
    answer = door.head("/app/scheduler/")
    assert (answer.headers["content-length"], answer.content) == ("24", b"")


@pytest.mark.parametrize(
    "path",
    [
        "scheduler/assets/index-old.js",
        "scheduler/.secret",
        "scheduler/logo.png",
        "mes/",
        "mes",
        "outside/passwd.txt",
        "outside/hostname",
        "outside/",
        "scheduler/" + "x" * 300 + ".js",
        ".git/",
    ],
)
def test_what_is_not_there_is_no_html(door, path):
    answer = door.get(f"/app/{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("trick", [b"..%2f..%2fetc/passwd", b"../inventory/index.html", b"%2e%2e/"])
def test_nobody_leaves_the_folder(door, trick):
    status, answer = door.get_target(b"/app/scheduler/" + trick)
    assert status == 400
    assert b"application/problem+json" in answer


def test_an_app_may_run_its_own_scripts_only(door):
    policy = door.get("/app/scheduler/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy


def test_the_api_page_stays_reachable(door):
    assert "<h1>Labwright</h1>" in door.get("/docs").text


def test_an_unknown_api_path_is_never_html(door):
    answer = door.get("/api/v1/app/", headers={"Accept": "text/html"})
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_folder_that_is_not_there_yet_has_no_apps(lab, tmp_path):
    door = lab.open_gateway(web_dir=tmp_path / "nothing")
    assert door.get("/").headers["location"] == "/app/"
    assert "<h1>Labwright</h1>" in door.get("/app/").text
