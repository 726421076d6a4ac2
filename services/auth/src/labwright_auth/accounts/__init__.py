"""A person's account: name, status, roles, credential; and how somebody gets one."""
