"""Secrets: made anew, long, and nowhere but with their owner."""

import re
from typing import Any

from labwright_auth.links.rules import generate_secret
from labwright_chassis import mails
from labwright_chassis.smtp import create_transport
from labwright_contracts.auth import SESSION_SECRET_HEADER

PASSWORD = "a horse on the moon"
GRACE = "g@example.org"


def test_a_secret_brought_along_is_not_the_one_signed_in_with(any_lab):
    planted = any_lab.secret("ada")
    any_lab.register("grace")
    brought = {"cookie": f"session={planted}; __Host-session={planted}"}
    begun = any_lab.login("grace", **brought).headers[SESSION_SECRET_HEADER]
    assert begun != planted
    assert begun.split("_")[1] != planted.split("_")[1]
    assert any_lab.identify(planted).json()["user_id"] == 1


def test_secrets_are_long_and_never_twice_the_same(lab):
    found = [lab.secret("ada").split("_", 2)[2] for _ in range(3)]
    found += [generate_secret() for _ in range(3)]
    assert len(set(found)) == 6
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", secret) for secret in found)


def test_no_secret_is_taken_from_an_address(lab):
    token = lab.identify(lab.secret("ada")).json()["token"]
    for name in ("token", "access_token", "session"):
        answer = lab.api.get("/api/v1/auth/me", params={name: token})
        assert answer.status_code == 401


def test_no_secret_reaches_the_log(lab, capsys, tmp_path):
    said: list[str] = [PASSWORD, "not my password", "two horses on the moon"]
    lab.register("grace", email=GRACE)
    lab.login("grace", "not my password")
    secret = lab.secret("grace")
    headers: Any = lab.bearer(secret)
    begun = lab.api.post("/api/v1/auth/me/totp", json={"password": PASSWORD}, headers=headers)
    body = {"current_password": PASSWORD, "new_password": said[2]}
    lab.api.put("/api/v1/auth/me/password", json=body, headers=headers)
    link = lab.link(GRACE)
    said += [secret.split("_", 2)[2], headers["Authorization"], begun.json()["secret"], link]
    folder = create_transport((tmp_path / "mail").as_uri())
    mails.deliver(lab.database, folder, sender="lab@example.org")
    printed = capsys.readouterr()
    assert "mail sent" in printed.out + printed.err
    assert [word for word in said if word in printed.out + printed.err] == []
