"""Presets: templates, device groups and patch lists, kept for oneself or shared."""
