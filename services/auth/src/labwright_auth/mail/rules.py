"""The mails that auth writes: plain text, and nothing that a stranger may choose but his name."""

from datetime import datetime
from textwrap import dedent

from labwright_chassis.mails import Mail


def reset_password(*, to: str, name: str, link: str, address: str, expires_at: datetime) -> Mail:
    """The link by which somebody who forgot his password sets another."""
    return _mail(
        "password-reset",
        to,
        "Set a new password",
        f"""\
        Hello {name},

        somebody (from {address or "an unknown address"}) asked for a new password of your account.
        Set it here, until {_until(expires_at)}:

        {link}

        The link works once. If it was not you, do nothing: your password stays as it is.
        """,
        expires_at,
    )


def confirm_email(*, to: str, name: str, link: str, expires_at: datetime) -> Mail:
    """The link that proves whose address this is."""
    return _mail(
        "email-confirmation",
        to,
        "Confirm your e-mail address",
        f"""\
        Hello {name},

        this address was given for your account. Confirm it here, until {_until(expires_at)}:

        {link}

        The link works once. If you have no account here, do nothing.
        """,
        expires_at,
    )


def invitation(*, to: str, lab: str, by: str, link: str, expires_at: datetime) -> Mail:
    """The link by which somebody invited makes his account."""
    return _mail(
        "invitation",
        to,
        f"You are invited to {lab}",
        f"""\
        Hello,

        {by} invites you to {lab}. Make your account here, until {_until(expires_at)}:

        {link}

        The link works once. If you do not want an account, do nothing.
        """,
        expires_at,
    )


def address_in_use(*, to: str, name: str) -> Mail:
    """Told to the one who has the address, so that nobody else learns that he has it."""
    return _mail(
        "email-in-use",
        to,
        "Your address was given once more",
        f"""\
        Hello {name},

        somebody wanted to use this address for another account. It belongs to yours, so nothing
        was changed. If it was you, sign in to the account that has it.
        """,
    )


def email_changed(*, to: str, name: str) -> Mail:
    """Told to the old address."""
    return _notice(
        "email-changed",
        to,
        name,
        "Your e-mail address was changed",
        "your account has another e-mail address from now on, or none.",
    )


def password_changed(*, to: str, name: str, address: str) -> Mail:
    """Told to the owner after each change of his password."""
    return _notice(
        "password-changed",
        to,
        name,
        "Your password was changed",
        f"the password of your account was changed (from {address or 'an unknown address'}), and "
        "all other sessions were ended.",
    )


def second_factor_changed(*, to: str, name: str, on: bool) -> Mail:
    """Told to the owner when signing in needs more, or less, than before."""
    what = "needs a code of an app from now on" if on else "needs the password alone from now on"
    return _notice(
        "second-factor-changed", to, name, "Signing in was changed", f"signing in {what}."
    )


def code_replayed(*, to: str, name: str) -> Mail:
    """Told to the owner when a code of his app was used a second time."""
    return _notice(
        "code-replayed",
        to,
        name,
        "A code was used twice",
        "somebody who knows your password used a code of your app that had been used before, and "
        "was refused.",
    )


def _notice(kind: str, to: str, name: str, subject: str, what: str) -> Mail:
    return _mail(
        kind,
        to,
        subject,
        f"""\
        Hello {name},

        {what}

        If it was not you, tell an admin of the lab at once.
        """,
    )


def _mail(kind: str, to: str, subject: str, text: str, until: datetime | None = None) -> Mail:
    return Mail(
        kind=kind, to=to, subject=f"{subject} (Labwright)", text=dedent(text), useful_until=until
    )


def _until(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
