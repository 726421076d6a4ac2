"""Why somebody has to wait before he tries again."""

from labwright_chassis.errors import TooMany


class TooManyAttempts(TooMany):
    """Too many failures for this name or from this address; said alike for names nobody has."""

    slug = "too-many-attempts"
    title = "Too many attempts"
