"""Auditors' reviews, and what the machine said beside what stands."""

import sqlalchemy as sa
from alembic import op

from storage.models import Moment, Words

revision = "0003_reviews"
down_revision = "0002_manifests"


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.String(length=20), nullable=False),
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.Column("province", sa.String(length=120), nullable=False),
        sa.Column("check_id", sa.String(length=120), nullable=False),
        sa.Column("status", Words(), nullable=False),
        sa.Column("why", Words(), nullable=False),
        sa.Column("by", Words(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("evidence_url", Words(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("evidence_key", sa.String(length=64), nullable=False),
        sa.Column("machine_status", Words(), nullable=False),
        sa.Column("check_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.run_id"], name=op.f("fk_reviews_runs")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_reviews")),
        sa.UniqueConstraint("review_id", name=op.f("uq_reviews_review_id")),
    )
    op.create_index(op.f("ix_reviews_province_check_id"), "reviews", ["province", "check_id"])
    # Not in a batch: that would drop the old table, and its evidence with it.
    for name in ("machine_status", "review_id"):
        op.add_column("findings", sa.Column(name, Words(), nullable=False, server_default=""))
    op.execute("UPDATE findings SET machine_status = status")


def downgrade() -> None:
    for name in ("review_id", "machine_status"):
        op.execute(f"ALTER TABLE findings DROP COLUMN {name}")
    op.drop_index(op.f("ix_reviews_province_check_id"), "reviews")
    op.drop_table("reviews")
