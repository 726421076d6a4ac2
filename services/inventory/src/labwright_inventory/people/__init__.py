"""People and groups: inventory's own copy of auth's."""
