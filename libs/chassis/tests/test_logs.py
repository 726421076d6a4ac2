"""Logs: one JSON object a line, with the request's id, without local variables."""

import json
import subprocess
import sys

PROGRAM = """
import logging, structlog
from labwright_chassis import logs
logs.configure("INFO", "{form}", service="shop")
log = logs.get("shop.things")
with structlog.contextvars.bound_contextvars(request_id="r-1"):
    log.info("thing made", id=7)
    logging.getLogger("library").warning("from %s", "a library")
    logging.getLogger("aio_pika").warning("chatter")
    log.debug("too fine")
    secret = "sesame"
    try:
        raise ValueError("broken")
    except ValueError:
        log.exception("failed")
"""


def lines(form: str) -> list[str]:
    command = [sys.executable, "-W", "error", "-c", PROGRAM.format(form=form)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stderr.splitlines()


def test_each_line_is_one_object_that_names_service_and_request() -> None:
    made, library, failed = (json.loads(line) for line in lines("json"))
    assert (made["event"], made["id"], made["level"]) == ("thing made", 7, "info")
    assert {entry["request_id"] for entry in (made, library, failed)} == {"r-1"}
    assert {entry["service"] for entry in (made, library, failed)} == {"shop"}
    assert (library["event"], library["logger"]) == ("from a library", "library")
    assert "ValueError: broken" in failed["exception"]


def test_a_traceback_shows_no_local_variables() -> None:
    for form in ("json", "console"):
        told = "\n".join(lines(form))
        assert "ValueError: broken" in told
        assert '"sesame"' not in told.replace('secret = "sesame"', "")
