"""What a rule is asked about, what it answers, and how. Values only."""

from labwright_scheduler.policies.rules.asking import Claim, Judgement, Request, Times

__all__ = ["Claim", "Judgement", "Request", "Times"]
