"""People: the scheduler's own copy of auth's."""
