"""The heads of the runs' manifests."""

import sqlalchemy as sa
from alembic import op

from storage.models import Moment, Words

revision = "0002_manifests"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "manifests",
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.Column("head_sha256", Words(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("sealed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.run_id"], name=op.f("fk_manifests_runs")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_manifests")),
    )


def downgrade() -> None:
    op.drop_table("manifests")
