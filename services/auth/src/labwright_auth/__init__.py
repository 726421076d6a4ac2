"""Auth: people, credentials, sessions, tokens, roles and the collected audit log."""
