"""Finding devices by a part of what they are called."""
