"""One's own account as one changes it."""

from pydantic import ConfigDict, Field

from labwright_auth.accounts.schemas import DiscordId, DisplayName, Email, GivenPassword
from labwright_chassis.lists import RequestBody


class ProfilePatch(RequestBody):
    """What to change; `display_name: null` goes back to the username, `discord_id: null` clears."""

    display_name: DisplayName | None = None
    discord_id: DiscordId | None = None


class EmailChange(RequestBody):
    """The new address, null for none; and the password once more."""

    model_config = ConfigDict(str_strip_whitespace=False)

    email: Email | None
    password: GivenPassword


class EmailConfirmation(RequestBody):
    """The secret from the mailed link's fragment."""

    secret: str = Field(min_length=1, max_length=100)
