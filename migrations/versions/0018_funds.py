"""Red property: funds, emergency repairs, fixed meeting days; the terms of the registers as shipped."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

DATA = Path(__file__).resolve().parent.parent / "data"
SHIPPED_AT = datetime(2026, 11, 26, tzinfo=UTC)
scheme = sa.table(
    "rule_scheme",
    sa.column("code"), sa.column("effective_from", sa.Date), sa.column("document_no"),
    sa.column("payload", sa.JSON), sa.column("drafted_at", sa.DateTime(timezone=True)),
    sa.column("drafted_by_id"), sa.column("published_at", sa.DateTime(timezone=True)),
    sa.column("published_by_id"),
)


def upgrade() -> None:
    op.create_table('red_property_fund_account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('compound_id', sa.Integer(), nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('first_deposit_fen', sa.BigInteger(), nullable=False),
    sa.Column('area_x100', sa.BigInteger(), nullable=True),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('area_x100 > 0', name=op.f('ck_red_property_fund_account_area')),
    sa.CheckConstraint('first_deposit_fen > 0', name=op.f('ck_red_property_fund_account_first_deposit')),
    sa.ForeignKeyConstraint(['compound_id'], ['compound.id'], name=op.f('fk_red_property_fund_account_compound_id_compound')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_fund_account')),
    sa.UniqueConstraint('compound_id', name=op.f('uq_red_property_fund_account_compound_id'))
    )
    op.create_table('red_property_meeting_day',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('compound_id', sa.Integer(), nullable=False),
    sa.Column('day_of_month', sa.Integer(), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.CheckConstraint('day_of_month BETWEEN 1 AND 28', name=op.f('ck_red_property_meeting_day_day_of_month')),
    sa.ForeignKeyConstraint(['compound_id'], ['compound.id'], name=op.f('fk_red_property_meeting_day_compound_id_compound')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_meeting_day')),
    sa.UniqueConstraint('compound_id', 'valid_from', name=op.f('uq_red_property_meeting_day_compound_id_valid_from'))
    )
    op.create_table('red_property_emergency',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('matter_id', sa.Integer(), nullable=False),
    sa.Column('compound_id', sa.Integer(), nullable=False),
    sa.Column('resolution_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('applied', 'reviewed', 'confirmed', 'done', 'dropped', name='emergencystate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=60), nullable=False),
    sa.Column('place', sa.String(length=60), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('found_on', sa.Date(), nullable=False),
    sa.Column('estimate_fen', sa.BigInteger(), nullable=False),
    sa.Column('applied_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('applied_by_id', sa.Integer(), nullable=False),
    sa.Column('applicant_name', sa.String(length=40), nullable=False),
    sa.Column('reviewed_on', sa.Date(), nullable=True),
    sa.Column('reviewed_by_id', sa.Integer(), nullable=True),
    sa.Column('review_note', sa.String(length=200), nullable=False),
    sa.Column('review_paper_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_on', sa.Date(), nullable=True),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('confirm_note', sa.String(length=200), nullable=False),
    sa.Column('confirm_paper_id', sa.Integer(), nullable=True),
    sa.Column('posted_on', sa.Date(), nullable=True),
    sa.Column('posted_by_id', sa.Integer(), nullable=True),
    sa.Column('post_note', sa.String(length=200), nullable=False),
    sa.Column('accounts_paper_id', sa.Integer(), nullable=True),
    sa.Column('cost_fen', sa.BigInteger(), nullable=True),
    sa.Column('dropped_reason', sa.String(length=200), nullable=False),
    sa.Column('search_text', sa.String(length=400), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'done') = (posted_on IS NOT NULL)", name=op.f('ck_red_property_emergency_done')),
    sa.CheckConstraint('(confirmed_on IS NULL) = (confirmed_by_id IS NULL) AND (confirmed_on IS NULL) = (confirm_paper_id IS NULL)', name=op.f('ck_red_property_emergency_confirmation')),
    sa.CheckConstraint('(posted_on IS NULL) = (posted_by_id IS NULL) AND (posted_on IS NULL) = (accounts_paper_id IS NULL) AND (posted_on IS NULL) = (cost_fen IS NULL)', name=op.f('ck_red_property_emergency_accounts')),
    sa.CheckConstraint('(reviewed_on IS NULL) = (reviewed_by_id IS NULL) AND (reviewed_on IS NULL) = (review_paper_id IS NULL)', name=op.f('ck_red_property_emergency_review')),
    sa.CheckConstraint('confirmed_by_id <> reviewed_by_id', name=op.f('ck_red_property_emergency_two_persons')),
    sa.CheckConstraint('confirmed_on IS NULL OR reviewed_on IS NOT NULL', name=op.f('ck_red_property_emergency_review_first')),
    sa.CheckConstraint('estimate_fen > 0', name=op.f('ck_red_property_emergency_estimate')),
    sa.CheckConstraint('posted_on IS NULL OR confirmed_on IS NOT NULL', name=op.f('ck_red_property_emergency_confirmation_first')),
    sa.ForeignKeyConstraint(['accounts_paper_id'], ['attachment.id'], name=op.f('fk_red_property_emergency_accounts_paper_id_attachment')),
    sa.ForeignKeyConstraint(['compound_id'], ['compound.id'], name=op.f('fk_red_property_emergency_compound_id_compound')),
    sa.ForeignKeyConstraint(['confirm_paper_id'], ['attachment.id'], name=op.f('fk_red_property_emergency_confirm_paper_id_attachment')),
    sa.ForeignKeyConstraint(['matter_id'], ['matter.id'], name=op.f('fk_red_property_emergency_matter_id_matter')),
    sa.ForeignKeyConstraint(['resolution_id'], ['red_property_resolution.id'], name=op.f('fk_red_property_emergency_resolution_id_red_property_resolution')),
    sa.ForeignKeyConstraint(['review_paper_id'], ['attachment.id'], name=op.f('fk_red_property_emergency_review_paper_id_attachment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_emergency')),
    sa.UniqueConstraint('matter_id', name=op.f('uq_red_property_emergency_matter_id'))
    )
    with op.batch_alter_table('red_property_emergency', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_emergency_compound_id'), ['compound_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_emergency_found_on_id'), ['found_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_emergency_resolution_id'), ['resolution_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_emergency_state_found_on_id'), ['state', 'found_on', 'id'], unique=False)

    op.create_table('red_property_fund_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('use', 'renewal', 'interest', name='entrykind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('booked_on', sa.Date(), nullable=False),
    sa.Column('amount_fen', sa.BigInteger(), nullable=False),
    sa.Column('purpose', sa.String(length=120), nullable=False),
    sa.Column('basis', sa.Enum('vote', 'emergency', name='usebasis', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('motion_id', sa.Integer(), nullable=True),
    sa.Column('emergency_id', sa.Integer(), nullable=True),
    sa.Column('share', sa.Enum('area', 'agreed', name='sharebasis', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('agreement', sa.String(length=200), nullable=False),
    sa.Column('posted_on', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(emergency_id IS NOT NULL) = (basis IS NOT NULL AND basis = 'emergency')", name=op.f('ck_red_property_fund_entry_emergency')),
    sa.CheckConstraint("(kind = 'use') = (basis IS NOT NULL)", name=op.f('ck_red_property_fund_entry_use_has_basis')),
    sa.CheckConstraint("(kind = 'use') = (share IS NOT NULL)", name=op.f('ck_red_property_fund_entry_use_has_share')),
    sa.CheckConstraint("(motion_id IS NOT NULL) = (basis IS NOT NULL AND basis = 'vote')", name=op.f('ck_red_property_fund_entry_vote')),
    sa.CheckConstraint('amount_fen > 0', name=op.f('ck_red_property_fund_entry_amount')),
    sa.ForeignKeyConstraint(['account_id'], ['red_property_fund_account.id'], name=op.f('fk_red_property_fund_entry_account_id_red_property_fund_account')),
    sa.ForeignKeyConstraint(['emergency_id'], ['red_property_emergency.id'], name=op.f('fk_red_property_fund_entry_emergency_id_red_property_emergency')),
    sa.ForeignKeyConstraint(['motion_id'], ['red_property_motion.id'], name=op.f('fk_red_property_fund_entry_motion_id_red_property_motion')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_fund_entry')),
    sa.UniqueConstraint('account_id', 'booked_on', 'kind', 'purpose', name=op.f('uq_red_property_fund_entry_account_id_booked_on_kind_purpose'))
    )
    with op.batch_alter_table('red_property_fund_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_fund_entry_booked_on_id'), ['booked_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_fund_entry_emergency_id'), ['emergency_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_fund_entry_motion_id'), ['motion_id'], unique=False)

    op.bulk_insert(scheme, [{
        "code": "red_property.registers", "effective_from": date(2017, 1, 1),
        "document_no": "随系统提供的默认值，区里可改",
        "payload": json.loads((DATA / "red_property_registers.json").read_text(encoding="utf-8")),
        "drafted_at": SHIPPED_AT, "drafted_by_id": 0, "published_at": SHIPPED_AT, "published_by_id": 0,
    }])
    op.execute("ANALYZE")


def downgrade() -> None:
    with op.batch_alter_table('red_property_fund_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_fund_entry_motion_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_fund_entry_emergency_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_fund_entry_booked_on_id'))

    op.drop_table('red_property_fund_entry')
    with op.batch_alter_table('red_property_emergency', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_emergency_state_found_on_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_emergency_resolution_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_emergency_found_on_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_emergency_compound_id'))

    op.drop_table('red_property_emergency')
    op.drop_table('red_property_meeting_day')
    op.drop_table('red_property_fund_account')
    op.execute("DELETE FROM rule_scheme WHERE code = 'red_property.registers'")
