"""All of Labwright in one process, on SQLite: for a laptop, a demonstration and fast tests."""
