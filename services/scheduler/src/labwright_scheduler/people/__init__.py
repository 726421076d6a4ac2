"""People, groups and qualifications: the scheduler's own copies of auth's."""
