"""Why a webhook cannot be written or used."""

from labwright_chassis.errors import Refused


class UnsafeTarget(Exception):
    """An address that is not spoken to; `reason` says why, for a human."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NoMasterKey(Refused):
    """Secrets are kept sealed or not at all."""

    slug = "no-master-key"
    title = "Secrets cannot be kept"

    def __init__(self) -> None:
        super().__init__("SCHEDULER_MASTER_KEY is not set, so no webhook can be kept.")


class SwitchedOff(Refused):
    """Nothing is sent to a webhook that is off."""

    slug = "webhook-off"
    title = "The webhook is switched off"

    def __init__(self, name: str) -> None:
        super().__init__(f"The webhook {name} is switched off; switch it on first.")


class Unsigned(Refused):
    """What Discord takes carries no signature, so there is no secret of ours."""

    slug = "webhook-unsigned"
    title = "This webhook has no secret"

    def __init__(self) -> None:
        super().__init__("A Discord webhook has no secret: who knows its address may write to it.")
