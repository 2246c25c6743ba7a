"""The first tables."""

import sqlalchemy as sa
from alembic import op

from storage.models import Moment, Words

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "runs",
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("status", Words(), nullable=False),
        sa.Column("registry_version", Words(), nullable=False),
        sa.Column("registry_sha256", Words(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.Column("code_version", Words(), nullable=False),
        sa.Column("user_agent", Words(), nullable=False),
        sa.Column("vantage", Words(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_runs")),
    )
    op.create_table(
        "audits",
        sa.Column("audit_id", sa.String(length=40), nullable=False),
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("rubric", Words(), nullable=False),
        sa.Column("rubric_version", Words(), nullable=False),
        sa.Column("rubric_sha256", Words(), nullable=False),
        sa.Column("reader_version", Words(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.run_id"], name=op.f("fk_audits_runs")),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_audits")),
    )
    op.create_index("ix_audits_run_id", "audits", ["run_id"])

    op.create_table(
        "run_provinces",
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.Column("province", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", Words(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("portal_url", Words(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.run_id"], name=op.f("fk_run_provinces_runs")),
        sa.PrimaryKeyConstraint("run_id", "province", name=op.f("pk_run_provinces")),
    )
    op.create_table(
        "aggregates",
        sa.Column("audit_id", sa.String(length=40), nullable=False),
        sa.Column("measure", sa.String(length=120), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("yes", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("unknown", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.audit_id"], name=op.f("fk_aggregates_audits")),
        sa.PrimaryKeyConstraint("audit_id", "measure", "rule", name=op.f("pk_aggregates")),
    )
    op.create_table(
        "feedback_items",
        sa.Column("audit_id", sa.String(length=40), nullable=False),
        sa.Column("province", sa.String(length=120), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("url", Words(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("stage", Words(), nullable=False),
        sa.Column("agency", Words(), nullable=False),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("title_sha256", Words(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.audit_id"], name=op.f("fk_feedback_items_audits")),
        sa.PrimaryKeyConstraint("audit_id", "province", "n", name=op.f("pk_feedback_items")),
    )
    op.create_table(
        "findings",
        sa.Column("audit_id", sa.String(length=40), nullable=False),
        sa.Column("province", sa.String(length=120), nullable=False),
        sa.Column("check_id", sa.String(length=120), nullable=False),
        sa.Column("check_version", sa.Integer(), nullable=False),
        sa.Column("status", Words(), nullable=False),
        sa.Column("value", Words(), nullable=False),
        sa.Column("unit", Words(), nullable=False),
        sa.Column("reason", Words(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("observed_at", Moment(), nullable=True),
        sa.Column("law", Words(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.audit_id"], name=op.f("fk_findings_audits")),
        sa.PrimaryKeyConstraint("audit_id", "province", "check_id", name=op.f("pk_findings")),
    )
    op.create_index("ix_findings_province_check_id", "findings", ["province", "check_id"])

    op.create_table(
        "indicators",
        sa.Column("audit_id", sa.String(length=40), nullable=False),
        sa.Column("province", sa.String(length=120), nullable=False),
        sa.Column("indicator", sa.String(length=120), nullable=False),
        sa.Column("dimension", sa.String(length=120), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("credit", sa.Double(), nullable=True),
        sa.Column("check_id", Words(), nullable=False),
        sa.Column("external_id", Words(), nullable=False),
        sa.Column("status", Words(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.audit_id"], name=op.f("fk_indicators_audits")),
        sa.PrimaryKeyConstraint("audit_id", "province", "indicator", "dimension", name=op.f("pk_indicators")),
    )
    op.create_table(
        "scores",
        sa.Column("audit_id", sa.String(length=40), nullable=False),
        sa.Column("province", sa.String(length=120), nullable=False),
        sa.Column("dimension", sa.String(length=120), nullable=False),
        sa.Column("dimension_kind", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("low", sa.Double(), nullable=False),
        sa.Column("high", sa.Double(), nullable=False),
        sa.Column("max", sa.Double(), nullable=False),
        sa.Column("coverage", sa.Double(), nullable=False),
        sa.Column("rank_best", sa.Integer(), nullable=True),
        sa.Column("rank_worst", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.audit_id"], name=op.f("fk_scores_audits")),
        sa.PrimaryKeyConstraint("audit_id", "province", "dimension", "dimension_kind", name=op.f("pk_scores")),
    )
    op.create_table(
        "visits",
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.Column("province", sa.String(length=120), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("visit_status", Words(), nullable=False),
        sa.Column("pages_fetched", sa.Integer(), nullable=False),
        sa.Column("pages_rendered", sa.Integer(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.Column("error", Words(), nullable=False),
        sa.Column("log", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id", "province"],
            ["run_provinces.run_id", "run_provinces.province"],
            name=op.f("fk_visits_run_provinces"),
        ),
        sa.PrimaryKeyConstraint("run_id", "province", "attempt", name=op.f("pk_visits")),
    )
    op.create_index("ix_visits_province_started_at", "visits", ["province", "started_at"])

    op.create_table(
        "captures",
        sa.Column("capture_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.Column("province", sa.String(length=120), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("url", Words(), nullable=False),
        sa.Column("final_url", Words(), nullable=False),
        sa.Column("fetched_at", Moment(), nullable=False),
        sa.Column("outcome", Words(), nullable=False),
        sa.Column("http_status", sa.Integer(), nullable=True),
        sa.Column("media_type", Words(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", Words(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("topic", Words(), nullable=False),
        sa.Column("found_on", Words(), nullable=False),
        sa.Column("label", Words(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("elapsed_ms", sa.Integer(), nullable=True),
        sa.Column("peer", Words(), nullable=False),
        sa.Column("error", Words(), nullable=False),
        sa.Column("quality", sa.Double(), nullable=True),
        sa.Column("warc_file", Words(), nullable=False),
        sa.Column("warc_offset", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id", "province", "attempt"],
            ["visits.run_id", "visits.province", "visits.attempt"],
            name=op.f("fk_captures_visits"),
        ),
        sa.PrimaryKeyConstraint("capture_id", name=op.f("pk_captures")),
    )
    op.create_index("ix_captures_run_id_province_attempt", "captures", ["run_id", "province", "attempt"])
    op.create_index("ix_captures_url", "captures", ["url"], postgresql_using="hash")

    op.create_table(
        "evidence",
        sa.Column("audit_id", sa.String(length=40), nullable=False),
        sa.Column("province", sa.String(length=120), nullable=False),
        sa.Column("check_id", sa.String(length=120), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("role", Words(), nullable=False),
        sa.Column("url", Words(), nullable=False),
        sa.Column("captured_at", Moment(), nullable=False),
        sa.Column("sha256", Words(), nullable=False),
        sa.Column("locator", Words(), nullable=False),
        sa.Column("quote", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id", "province", "check_id"],
            ["findings.audit_id", "findings.province", "findings.check_id"],
            name=op.f("fk_evidence_findings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("audit_id", "province", "check_id", "n", name=op.f("pk_evidence")),
    )


def downgrade() -> None:
    for table in (
        "evidence",
        "captures",
        "visits",
        "scores",
        "indicators",
        "findings",
        "feedback_items",
        "aggregates",
        "run_provinces",
        "audits",
        "runs",
    ):
        op.drop_table(table)
