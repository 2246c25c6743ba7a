"""Figures of other indices, by year."""

import sqlalchemy as sa
from alembic import op

from storage.models import Words

revision = "0004_external_figures"
down_revision = "0003_reviews"


def upgrade() -> None:
    op.create_table(
        "external_figures",
        sa.Column("external_id", sa.String(length=120), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("province", sa.String(length=120), nullable=False),
        sa.Column("registry_version", sa.String(length=120), nullable=False),
        sa.Column("index", Words(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("unit", Words(), nullable=False),
        sa.Column("source", Words(), nullable=False),
        sa.PrimaryKeyConstraint(
            "external_id", "year", "province", "registry_version", name=op.f("pk_external_figures")
        ),
    )


def downgrade() -> None:
    op.drop_table("external_figures")
