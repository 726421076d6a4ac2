"""Reading a file: its kind, its columns, and what its cells say."""
