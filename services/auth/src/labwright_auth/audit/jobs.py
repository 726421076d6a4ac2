"""What happens to the audit log by the clock."""

from labwright_auth.audit import service
from labwright_auth.keys.service import Signer
from labwright_chassis import clock, logs
from labwright_chassis.db import Database


def sign_head(database: Database, signer: Signer) -> None:
    """Sign the end of the chain, and log it: who keeps the logs elsewhere has a witness."""
    seal = database.unit(
        lambda session: service.sign_head(session, signer.sign_statement, now=clock.now())
    )
    if seal is not None:
        logs.get("labwright.audit").info(
            "audit head", entry=seal.entry_id, hash=seal.hash, statement=seal.statement
        )
