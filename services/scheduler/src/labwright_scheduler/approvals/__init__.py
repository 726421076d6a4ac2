"""Deciding on requests: the queue, and what those who approve say."""
