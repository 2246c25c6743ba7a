"""The rows of captures that came as before, packed: one row a visit."""

import sqlalchemy as sa
from alembic import op

from storage.models import Words

revision = "0005_unchanged_captures"
down_revision = "0004_external_figures"


def upgrade() -> None:
    op.create_table(
        "unchanged_captures",
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.Column("province", sa.String(length=120), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("captures", sa.Integer(), nullable=False),
        sa.Column("rows", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id", "province", "attempt"],
            ["visits.run_id", "visits.province", "visits.attempt"],
            name=op.f("fk_unchanged_captures_run_id_visits"),
        ),
        sa.PrimaryKeyConstraint("run_id", "province", "attempt", name=op.f("pk_unchanged_captures")),
    )


def downgrade() -> None:
    op.drop_table("unchanged_captures")
