"""Real MariaDB and RabbitMQ for tests and for `make dev`.

`database_server()` and `broker_server()` take the first that works: servers given by
`TEST_MYSQL_URL` and `TEST_AMQP_URL`, containers, private servers on loopback started from
installed binaries, and as root on Debian the same after installing them. Where none works they
raise `ServerUnavailable`. What they started ends with the process that asked for it, however
that process ends.
"""

from labwright_chassis.testing.servers.broker import BrokerServer, broker_server
from labwright_chassis.testing.servers.database import (
    DatabaseServer,
    MakeDatabase,
    database_server,
)
from labwright_chassis.testing.servers.errors import ServerControlError, ServerUnavailable

__all__ = [
    "BrokerServer",
    "DatabaseServer",
    "MakeDatabase",
    "ServerControlError",
    "ServerUnavailable",
    "broker_server",
    "database_server",
]
