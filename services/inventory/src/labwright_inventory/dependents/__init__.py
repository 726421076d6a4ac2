"""The devices that depend on an entry: how many, and telling others when it changes."""
