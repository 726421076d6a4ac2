"""Devices as a file that an import reads back without a change."""
