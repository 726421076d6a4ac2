"""Numbers of rows in addresses."""

from typing import Annotated

from fastapi import Path

RowId = Annotated[int, Path(ge=1, le=2**63 - 1)]
"""A row's number: a larger one fits no column, which SQLite would answer with an error."""
