"""Where webhooks may not lead, whatever somebody enters and whatever a name server says."""

import socket
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from threading import Event

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from labwright_scheduler.settings import SchedulerSettings
from labwright_scheduler.webhooks import names
from labwright_scheduler.webhooks.adapters import PublicTargets, Sender
from labwright_scheduler.webhooks.errors import UnsafeTarget
from labwright_scheduler.webhooks.rules.networks import why_refused

from .fake_target import target
from .hooks import LOOPBACK, ask, deliver, deliveries, hook, keep_safe
from .lab import at, problem_of

REFUSED = (
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.255",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
)
PUBLIC = ("1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::5")


@pytest.mark.parametrize("address", REFUSED)
def test_no_webhook_leads_inside(address):
    assert why_refused(address) is not None


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_internet_is_spoken_to(address):
    assert why_refused(address) is None


def test_only_the_networks_that_are_allowed_are_beside_it():
    allowed = [ip_network("10.1.2.0/24")]
    assert why_refused("10.1.2.3", allowed) is None
    assert why_refused("10.1.3.3", allowed) == "private"
    assert why_refused("::ffff:10.1.2.3", allowed) is not None


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://localhost/",
        "https://localhost./",
        "http://1.1.1.1/",
    ],
)
def test_it_is_refused_when_it_is_saved(lab, url):
    keep_safe(lab, PublicTargets())
    refused = ask(lab, "POST", json={"name": "Chat", "url": url})
    assert refused.status_code == 422
    assert problem_of(refused)["errors"][0] == {
        "pointer": "/url",
        "code": "unsafe",
        "message": problem_of(refused)["detail"],
    }


def test_a_name_with_one_address_inside_is_refused_whole():
    both = PublicTargets(resolve=lambda host, port: ["1.1.1.1", "10.0.0.1"])
    with pytest.raises(UnsafeTarget, match=r"10\.0\.0\.1, which is private"):
        both.check("https://chat.example.org/", discord=False)


def test_a_name_that_has_no_address_is_refused():
    def nothing(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(UnsafeTarget, match=r"chat.example.org cannot be resolved"):
        PublicTargets(resolve=nothing).check("https://chat.example.org/", discord=False)


def test_a_name_server_that_does_not_answer_is_not_waited_for(monkeypatch):
    answered = Event()

    def silent(*_: object, **__: object) -> list[object]:
        answered.wait(60)
        return []

    monkeypatch.setattr(names, "LONGEST", timedelta(seconds=0.1))
    monkeypatch.setattr(socket, "getaddrinfo", silent)
    with pytest.raises(UnsafeTarget, match=r"chat.example.org cannot be resolved"):
        PublicTargets().check("https://chat.example.org/", discord=False)
    answered.set()


def test_a_name_that_leads_inside_later_is_not_followed(lab):
    """DNS rebinding: public when it is saved, loopback when it is connected to."""
    answers = [["1.1.1.1"], ["127.0.0.1"]]
    rebinding = PublicTargets(http=True, resolve=lambda host, port: answers.pop(0))
    keep_safe(lab, rebinding)
    with target() as inside:
        id = hook(lab, f"http://chat.example.org:{inside.port}/")["id"]
        ask(lab, "POST", f"/{id}/test")
        deliver(lab, targets=rebinding)
        assert inside.heard == []
    reason = deliveries(lab, id)[0]["reason"]
    assert reason == "chat.example.org leads to 127.0.0.1, which is of this machine."
    assert answers == []


def test_a_name_is_asked_for_once_for_each_connection():
    """What was judged is what is connected to: there is no second answer to be had."""
    asked: list[str] = []

    def once(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"]

    targets = PublicTargets(networks=LOOPBACK.networks, http=True, resolve=once)
    with target() as inside:
        outcome = Sender(targets).post(f"http://chat.example.org:{inside.port}/x?y=1", b"{}", {})
        (heard,) = inside.heard
    assert (outcome.code, asked) == (204, ["chat.example.org"])
    assert heard.headers["Host"] == f"chat.example.org:{inside.port}"
    assert heard.path == "/x?y=1"


@pytest.mark.parametrize("place", ["/inside", "http://169.254.169.254/latest/meta-data/"])
def test_redirects_are_not_followed(lab, place):
    keep_safe(lab)
    with target() as outside:
        outside.code = 307
        outside.headers = {"Location": place}
        id = hook(lab, outside.url)["id"]
        lab.device(1)
        lab.person(1, "ann")
        lab.book((1, at(9), at(11)))
        deliver(lab)
        assert len(outside.heard) == 1
    assert deliveries(lab, id)[0]["reason"] == "It answered 307."


def test_what_was_allowed_once_is_refused_once_it_is_not(lab):
    keep_safe(lab)
    with target() as inside:
        id = hook(lab, inside.url)["id"]
        ask(lab, "POST", f"/{id}/test")
        deliver(lab, targets=PublicTargets())
        assert inside.heard == []
    assert deliveries(lab, id)[0]["reason"] == "Only https is spoken to webhooks."


def test_the_next_address_is_tried_when_one_refuses():
    two = PublicTargets(
        networks=LOOPBACK.networks, http=True, resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"]
    )
    with target() as inside:
        assert Sender(two).post(f"http://chat.example.org:{inside.port}/", b"{}", {}).ok


def test_the_proxy_of_the_environment_is_not_used(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with target() as inside:
        assert Sender(LOOPBACK).post(inside.url, b"{}", {}).ok


def test_tls_is_checked_against_the_name_though_the_address_is_connected_to(tmp_path):
    served, trusted = certificate(tmp_path, "chat.example.org")
    here = PublicTargets(networks=LOOPBACK.networks, resolve=lambda host, port: ["127.0.0.1"])
    with target(tls=served) as inside:
        sender = Sender(here, tls=trusted)
        assert sender.post(f"https://chat.example.org:{inside.port}/", b"{}", {}).ok
        other = sender.post(f"https://evil.example.org:{inside.port}/", b"{}", {})
        stranger = Sender(here).post(f"https://chat.example.org:{inside.port}/", b"{}", {})
    assert not other.ok
    assert not stranger.ok
    assert len(inside.heard) == 1


def test_configuration_names_networks_and_allows_http():
    settings = SchedulerSettings(
        database_url="sqlite://",
        webhook_networks=["10.1.2.0/24"],  # type: ignore[arg-type]
        webhook_http=True,
    )
    targets = PublicTargets.configured(settings)
    targets.check("http://10.1.2.3/", discord=False)
    with pytest.raises(UnsafeTarget):
        targets.check("http://10.1.3.3/", discord=False)


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context for that name, and a client's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "target.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    pem.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(pem)
    return served, ssl.create_default_context(cafile=str(pem))
