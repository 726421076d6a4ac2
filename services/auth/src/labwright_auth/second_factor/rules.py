"""Time-based codes (RFC 6238: SHA-1, six digits, 30 seconds) and recovery codes."""

import base64
import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta

import pyotp

CHALLENGE_LASTS = timedelta(minutes=5)
CHALLENGE_FAILURES = 5
RECOVERY_CODES = 10

_STEP_SECONDS = 30
_DRIFT_STEPS = 1
_RECOVERY_BYTES = 10
_SALT_BYTES = 8
_SEED_BYTES = 20
_TOTP_FORM = re.compile(r"[0-9]{6}")


def generate_seed() -> str:
    """160 random bits in base32, as authenticator apps take them."""
    return base64.b32encode(secrets.token_bytes(_SEED_BYTES)).decode()


def enrolment_uri(seed: str, *, username: str, issuer: str) -> str:
    """What an authenticator app reads from a QR code."""
    return pyotp.TOTP(seed).provisioning_uri(name=username, issuer_name=issuer)


def matching_step(seed: str, code: str, *, now: datetime) -> int | None:
    """The 30-second step whose code this is, one step early or late allowed; None for no step."""
    if not _TOTP_FORM.fullmatch(code):
        return None
    present = int(now.timestamp()) // _STEP_SECONDS
    steps = range(present - _DRIFT_STEPS, present + _DRIFT_STEPS + 1)
    totp = pyotp.TOTP(seed)
    matches = [step for step in steps if hmac.compare_digest(totp.generate_otp(step), code)]
    return max(matches, default=None)


def generate_recovery_code() -> str:
    """80 random bits, in groups that can be copied by hand: `abcd-efgh-ijkl-mnop`."""
    text = base64.b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode().lower()
    return "-".join(text[place : place + 4] for place in range(0, len(text), 4))


def generate_salt() -> str:
    """64 random bits in hex."""
    return secrets.token_hex(_SALT_BYTES)


def recovery_hash(code: str, salt: str) -> str:
    """Salted SHA-256 in hex, whatever case and dashes the code was typed with."""
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    return hashlib.sha256(f"{salt}:{plain}".encode("utf-8", "replace")).hexdigest()


def seed_name(user_id: int) -> str:
    """The name under which a person's seed is sealed."""
    return f"totp/{user_id}"
