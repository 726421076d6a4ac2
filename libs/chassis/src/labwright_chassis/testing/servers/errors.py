"""What can go wrong with a server.

ServerUnavailable    no server could be found, started or installed
ServerControlError   a server exists and does not do what it was asked
"""


class ServerUnavailable(Exception):
    """No server: the message names what was tried, and what to install or to set."""


class ServerControlError(Exception):
    """A running server refused a command, or is not ours to command."""
