"""What a rule of recurrence is refused for."""


class RuleRefused(ValueError):
    """The rule is none, or is none that devices can be booked by; the words say which part."""
