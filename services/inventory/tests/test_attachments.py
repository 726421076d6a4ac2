"""Files about a device, in a folder and in an S3-compatible store."""

import hashlib
import io
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from moto.server import ThreadedMotoServer
from pydantic import SecretStr

from labwright_chassis.errors import Unavailable
from labwright_inventory.attachments import rules
from labwright_inventory.attachments.adapters import create_store
from labwright_inventory.attachments.errors import FileTypeRefused, FileUnfit
from labwright_inventory.attachments.jobs import sweep_contents
from labwright_inventory.attachments.service import Store
from labwright_inventory.settings import InventorySettings

Lab = Any

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
NOW = timedelta(seconds=-5)


@pytest.fixture(scope="session")
def bucket_endpoint() -> Iterator[str]:
    """An S3-compatible server on loopback, with the bucket `lab`."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    httpx2.put(f"{endpoint}/lab").raise_for_status()
    yield endpoint
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A store of either kind, empty."""
    settings = InventorySettings(database_url="sqlite://", attachments_dir=tmp_path / "files")
    if request.param == "bucket":
        settings = in_bucket(settings, request.getfixturevalue("bucket_endpoint"))
    made = create_store(settings)
    for key, _ in made.listed():
        made.delete(key)
    return made


def in_bucket(settings: InventorySettings, endpoint: str) -> InventorySettings:
    return settings.model_copy(
        update={
            "attachments_bucket": "lab",
            "attachments_endpoint": endpoint,
            "attachments_key_id": SecretStr("key"),
            "attachments_secret": SecretStr("secret"),
        }
    )


@pytest.fixture
def files(lab: Lab, store: Store) -> Lab:
    """Inventory with that store."""
    lab.api.app.state.attachments = store
    lab.store = store
    return lab


def keys(lab: Lab) -> list[str]:
    return [key for key, _ in lab.store.listed()]


def attach(
    lab: Lab, device: int, content: bytes, name: str = "a.png", kind: str = "image/png", **o: Any
) -> Any:
    file = {"file": (name, content, kind)}
    return lab.ask("POST", f"/devices/{device}/attachments", files=file, **o)


def test_a_file_is_kept_and_comes_back(files: Lab) -> None:
    device = files.make_device()["id"]
    answer = attach(files, device, PNG, "Frontansicht ü.png")
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert answer.headers["Location"] == made["url"]
    digest = hashlib.sha256(PNG).hexdigest()
    assert (made["sha256"], made["size"], made["media_type"]) == (digest, len(PNG), "image/png")
    content = files.get(made["url"])
    assert content.content == PNG
    assert content.headers["Content-Type"] == "image/png"
    assert content.headers["Content-Length"] == str(len(PNG))
    assert content.headers["X-Content-Type-Options"] == "nosniff"
    assert content.headers["ETag"] == f'"{digest}"'
    assert content.headers["Content-Disposition"] == (
        "attachment; filename=\"Frontansicht _.png\"; filename*=UTF-8''Frontansicht%20%C3%BC.png"
    )
    known = {"If-None-Match": f'"{digest}"'}
    assert files.get(made["url"], headers=known).status_code == 304
    assert files.get(f"/devices/{device}/attachments").json()["results"] == [made]


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-0", slice(0, 1)),
        ("bytes=100-199", slice(100, 200)),
        ("bytes=10000-", slice(10000, None)),
        ("bytes=-7", slice(-7, None)),
        ("bytes=-999999", slice(0, None)),
        ("bytes=200-999999", slice(200, None)),
    ],
)
def test_a_part_of_a_file_comes_back(files: Lab, asked: str, part: slice) -> None:
    made = attach(files, files.make_device()["id"], PNG).json()
    answer = files.get(made["url"], headers={"Range": asked})
    assert (answer.status_code, answer.content) == (206, PNG[part])
    start, stop, _ = part.indices(len(PNG))
    assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(PNG)}"
    assert answer.headers["Content-Length"] == str(stop - start)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=5-2"},
        {"Range": "bytes=0-1,4-5"},
        {"Range": "bytes=-"},
        {"Range": "lines=1-2"},
        {"Range": "bytes=0-9", "If-Range": '"another"'},
        {"Range": "bytes=0-9", "If-Range": "Wed, 21 Oct 2026 07:28:00 GMT"},
    ],
)
def test_what_is_no_part_gives_the_whole(lab: Lab, headers: dict[str, str]) -> None:
    made = attach(lab, lab.make_device()["id"], PNG).json()
    answer = lab.get(made["url"], headers=headers)
    assert (answer.status_code, answer.content) == (200, PNG)
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_a_download_goes_on_where_it_stopped_if_the_file_is_the_same(lab: Lab) -> None:
    made = attach(lab, lab.make_device()["id"], PNG).json()
    more = {"Range": "bytes=500-", "If-Range": f'"{made["sha256"]}"'}
    answer = lab.get(made["url"], headers=more)
    assert (answer.status_code, answer.content) == (206, PNG[500:])


@pytest.mark.parametrize("asked", [f"bytes={len(PNG)}-", "bytes=-0", "bytes=999999999-"])
def test_a_part_beyond_the_end_is_refused_with_the_size(lab: Lab, asked: str) -> None:
    made = attach(lab, lab.make_device()["id"], PNG).json()
    answer = lab.get(made["url"], headers={"Range": asked})
    assert (answer.status_code, answer.json()["size"]) == (416, len(PNG))
    assert answer.headers["Content-Range"] == f"bytes */{len(PNG)}"
    assert answer.json()["type"] == "/problems/range-not-satisfiable"


def test_a_file_that_is_taken_off_is_swept(files: Lab) -> None:
    device = files.make_device()["id"]
    first = attach(files, device, PNG).json()
    second = attach(files, device, PNG).json()
    assert len(keys(files)) == 2
    assert files.delete(first["url"]).status_code == 204
    assert files.get(first["url"]).status_code == 404
    assert files.delete(first["url"]).status_code == 404
    sweep_contents(files.database, store=files.store)
    assert len(keys(files)) == 2
    sweep_contents(files.database, store=files.store, older_than=NOW)
    assert len(keys(files)) == 1
    assert files.get(second["url"]).content == PNG


def test_a_content_without_a_row_is_swept(files: Lab) -> None:
    files.store.put("lost", io.BytesIO(b"x"))
    sweep_contents(files.database, store=files.store, older_than=NOW)
    assert keys(files) == []


def test_a_file_with_parts_comes_back_whole(store: Store) -> None:
    content = bytes(range(256)) * 60_000
    store.put("large", io.BytesIO(content))
    assert b"".join(store.open("large")) == content
    store.delete("large")
    with pytest.raises(FileNotFoundError):
        store.open("large")
    store.delete("large")


def test_a_lost_content_is_not_found(files: Lab) -> None:
    made = attach(files, files.make_device()["id"], PNG).json()
    for key in keys(files):
        files.store.delete(key)
    assert files.get(made["url"]).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "kind", "status"),
    [
        (b"", "a.png", "image/png", 422),
        (PNG, "..", "image/png", 422),
        (PNG, "a/", "image/png", 422),
        (PNG, "x" * 201, "image/png", 422),
        (PNG, "gnp\u202e.exe", "image/png", 422),
        (PNG, "a.jpg", "image/jpeg", 415),
        (b"MZ\x90\0", "a.exe", "application/octet-stream", 415),
        (b"MZ\x90\0", "a.exe", "application/x-msdownload", 415),
        (b"<svg/>", "a.svg", "image/svg+xml", 415),
        (b"<html>", "a.html", "text/html", 415),
        (b"a\0b", "a.txt", "text/plain", 415),
        (b"\xff\xfe", "a.txt", "text/plain", 415),
        (PNG + bytes(200_000), "a.png", "image/png", 413),
        (PNG + bytes(400_000), "a.png", "image/png", 413),
    ],
)
def test_a_file_that_is_not_fit_leaves_nothing(
    files: Lab, content: bytes, name: str, kind: str, status: int
) -> None:
    device = files.make_device()["id"]
    answer = attach(files, device, content, name, kind)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert keys(files) == []
    assert files.get(f"/devices/{device}").json()["version"] == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ann\\manual.pdf", "manual.pdf"),
        ("/a/b/c.txt", "c.txt"),
        (" spaced name.txt ", "spaced name.txt"),
        ("..hidden", "..hidden"),
    ],
)
def test_folders_of_a_name_are_dropped(given: str, kept: str) -> None:
    assert rules.safe_name(given) == kept


@pytest.mark.parametrize("name", ["", ".", "..", "a/..", "a\0b", "a\nb", "\u200b", " "])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(FileUnfit):
        rules.safe_name(name)


@pytest.mark.parametrize(
    ("declared", "head", "kind"),
    [
        ("application/octet-stream", PNG, "image/png"),
        ("", b"%PDF-1.7", "application/pdf"),
        ("text/csv; charset=utf-8", "a;ü".encode(), "text/csv"),
        ("application/octet-stream", b"plain words", "text/plain"),
        ("text/plain", "ü".encode()[:1], "text/plain"),
        ("image/webp", b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        ("Application/ZIP", b"PK\x03\x04", "application/zip"),
    ],
)
def test_the_first_bytes_confirm_the_type(declared: str, head: bytes, kind: str) -> None:
    assert rules.media_type(declared, head) == kind


def test_sound_is_no_picture() -> None:
    with pytest.raises(FileTypeRefused):
        rules.media_type("image/webp", b"RIFF\0\0\0\0WAVEfmt ")


# Starlette leaves closing what it has of the file to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_upload_that_is_cut_off_leaves_nothing(files: Lab) -> None:
    device = files.make_device()["id"]
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n'
    body = head + b"Content-Type: image/png\r\n\r\n" + PNG
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    path = f"/devices/{device}/attachments"
    answer = files.ask("POST", path, content=body, headers=headers)
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert keys(files) == []
    assert files.get(path).json()["count"] == 0


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_upload_without_a_length_ends_at_the_limit(files: Lab) -> None:
    device, sent = files.make_device()["id"], []

    def body() -> Iterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n'
        yield b"Content-Type: image/png\r\n\r\n"
        for number in range(100):
            sent.append(number)
            yield PNG
        yield b"\r\n--b--\r\n"

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = files.ask("POST", f"/devices/{device}/attachments", content=body(), headers=headers)
    assert answer.status_code == 413
    assert keys(files) == []


@pytest.mark.parametrize("content", [b"", b"--b--", b"nothing of the kind"])
def test_a_body_that_is_no_file_is_refused(files: Lab, content: bytes) -> None:
    device = files.make_device()["id"]
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = files.ask("POST", f"/devices/{device}/attachments", content=content, headers=headers)
    assert answer.status_code in (400, 422)


def test_nothing_is_attached_to_what_is_not_there(files: Lab) -> None:
    assert attach(files, 999, PNG).status_code == 404
    assert keys(files) == []
    for path in ("/devices/999/attachments", "/devices/999/attachments/1"):
        assert files.get(path).status_code == 404
    device, other = files.make_device()["id"], files.make_device()["id"]
    made = attach(files, device, PNG).json()
    assert files.get(f"/devices/{other}/attachments/{made['id']}").status_code == 404
    assert files.delete(f"/devices/{other}/attachments/{made['id']}").status_code == 404


def test_whoever_is_bound_to_sites_attaches_there_only(files: Lab) -> None:
    mine, other = files.make("sites")["id"], files.make("sites")["id"]
    device = files.make_device(site_id=other)["id"]
    assert attach(files, device, PNG, sites=(mine,)).status_code == 403
    assert keys(files) == []
    made = attach(files, device, PNG, sites=(other,)).json()
    assert files.delete(made["url"], sites=(mine,)).status_code == 403


def test_the_same_upload_twice_is_one(files: Lab) -> None:
    device = files.make_device()["id"]
    key = {"headers": {"Idempotency-Key": "k1"}}
    first, second = (attach(files, device, PNG, **key) for _ in range(2))
    assert first.json() == second.json()
    assert attach(files, device, PNG + b"x", **key).status_code == 422
    assert len(keys(files)) == 1


def test_a_file_is_a_change_of_its_device(each_lab: Lab, tmp_path: Path) -> None:
    settings = InventorySettings(database_url="sqlite://", attachments_dir=tmp_path / "files")
    each_lab.api.app.state.attachments = create_store(settings)
    device = each_lab.make_device()["id"]
    each_lab.forget_events()
    made = attach(each_lab, device, PNG).json()
    each_lab.delete(made["url"])
    assert [event.version for event in each_lab.events()] == [2, 3]
    told = each_lab.history(device, action="attachment")
    named = {"id": made["id"], "name": "a.png"}
    assert [(entry["old"], entry["new"]) for entry in told] == [(named, None), (None, named)]
    audited = [event.payload["action"] for event in each_lab.events("audit.recorded")]
    assert audited == ["inventory.attachment.create", "inventory.attachment.delete"]


def test_files_are_listed_by_the_same_few_statements(files: Lab) -> None:
    device = files.make_device()["id"]
    counts = []
    for _ in range(2):
        for _ in range(3):
            attach(files, device, PNG)
        with files.statements() as seen:
            files.get(f"/devices/{device}/attachments")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 5


@pytest.fixture
def silent_endpoint() -> Iterator[str]:
    """An address where nobody answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def test_a_store_that_is_away_is_said_to_be(lab: Lab, silent_endpoint: str) -> None:
    settings = InventorySettings(database_url="sqlite://")
    lab.api.app.state.attachments = create_store(in_bucket(settings, silent_endpoint))
    device = lab.make_device()["id"]
    answer = attach(lab, device, PNG)
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers
    assert lab.get(f"/devices/{device}").json()["version"] == 1


def test_a_full_disk_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("no folder")
    settings = InventorySettings(database_url="sqlite://", attachments_dir=tmp_path / "files")
    with pytest.raises(Unavailable):
        create_store(settings).put("key", io.BytesIO(b"x"))
