"""Roles and what each may do, as data: auth need not know what a permission means."""
