"""Inventory's next version: its source with a column, an event's field, and three migrations."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
INVENTORY = Path("services/inventory")
CONTRACTS = Path("shared-contracts")
DEVICES = INVENTORY / "src/labwright_inventory/devices"

# File, what stands there, what the next version adds behind it.
CHANGES = (
    (
        DEVICES / "models.py",
        "    notes: Mapped[str | None] = mapped_column(Text)\n",
        "    asset_tag: Mapped[str | None] = mapped_column(String(40), default='LW-new')\n",
    ),
    (DEVICES / "queries.py", "            Device.removed_at,\n", "            Device.asset_tag,\n"),
    (
        DEVICES / "adapters.py",
        "        polatis_name=row.polatis_name,\n",
        "        asset_tag=row.asset_tag,\n",
    ),
    (
        CONTRACTS / "src/labwright_contracts/inventory.py",
        "    polatis_name: str | None = None\n",
        "    asset_tag: str | None = None\n",
    ),
)

MIGRATION = '''
"""{title}"""
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
    {up}


def downgrade() -> None:
    {down}
'''
COLUMN = 'op.alter_column("devices", "asset_tag", existing_type=sa.String(40), nullable={})'
STEPS = {
    "expand": (
        'op.add_column("devices", sa.Column("asset_tag", sa.String(40), nullable=True))',
        'op.drop_column("devices", "asset_tag")',
    ),
    "fill": (
        "op.execute(\"UPDATE devices SET asset_tag = CONCAT('LW-', id) WHERE asset_tag IS NULL\")",
        "pass",
    ),
    "contract": (COLUMN.format(False), COLUMN.format(True)),
}


@dataclass
class NextVersion:
    """A copy of the source in `folder`; its migrations are written one by one."""

    folder: Path
    newest: str

    @property
    def environment(self) -> dict[str, str]:
        """Has Python find this source before the present one."""
        places = [self.folder / CONTRACTS / "src", self.folder / INVENTORY / "src"]
        given = [path for path in (os.environ.get("PYTHONPATH"),) if path]
        return {"PYTHONPATH": os.pathsep.join([*map(str, places), *given])}

    def add_migration(self, step: str) -> None:
        """Write the migration of a step: expand, fill or contract."""
        up, down = STEPS[step]
        revision = f"next_{step}"
        words = {"title": f"Asset tags: {step}.", "revision": revision, "before": self.newest}
        text = MIGRATION.format(**words, up=up, down=down)
        versions = self.folder / INVENTORY / "migrations" / "versions"
        (versions / f"99991231_{revision}.py").write_text(text)
        self.newest = revision


def make(folder: Path) -> NextVersion:
    """Copy the present source into `folder` and change it."""
    for part in (INVENTORY, CONTRACTS):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file, anchor, added in CHANGES:
        text = (folder / file).read_text()
        assert text.count(anchor) == 1, f"{file} has changed: {anchor}"
        (folder / file).write_text(text.replace(anchor, anchor + added))
    return NextVersion(folder, _newest(folder / INVENTORY / "migrations" / "versions"))


def _newest(versions: Path) -> str:
    """The present head: the revision that no other one follows."""
    texts = [file.read_text() for file in versions.glob("*.py")]
    revisions = {_value(text, "revision") for text in texts}
    [head] = revisions - {_value(text, "down_revision") for text in texts}
    return head


def _value(text: str, name: str) -> str:
    return text.split(f"\n{name} = ", 1)[1].split("\n", 1)[0].strip("'\"")
