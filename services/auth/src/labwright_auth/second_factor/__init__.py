"""A second proof at sign-in: codes of an authenticator app (TOTP), and recovery codes."""
