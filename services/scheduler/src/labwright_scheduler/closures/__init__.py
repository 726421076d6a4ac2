"""Closures: when devices, types, sites or the lab cannot be used, set here by admins."""
