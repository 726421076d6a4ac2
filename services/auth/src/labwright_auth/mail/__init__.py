"""The words of auth's mails, and the log of what was sent."""
