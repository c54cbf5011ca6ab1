"""Red property: party cover of companies and committees, instructors, fee reports."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('red_property_committee_party',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('committee_id', sa.Integer(), nullable=False),
    sa.Column('has_party_group', sa.Boolean(), nullable=False),
    sa.Column('secretary_sits', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['committee_id'], ['red_property_committee.id'], name=op.f('fk_red_property_committee_party_committee_id_red_property_committee')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_committee_party')),
    sa.UniqueConstraint('committee_id', name=op.f('uq_red_property_committee_party_committee_id'))
    )
    op.create_table('red_property_instructor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('basis', sa.String(length=120), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_red_property_instructor_period')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_red_property_instructor_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_red_property_instructor_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_instructor'))
    )
    with op.batch_alter_table('red_property_instructor', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_instructor_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_instructor_person_id'), ['person_id'], unique=False)

    op.create_table('red_property_company_party',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('party_unit_id', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_red_property_company_party_period')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_red_property_company_party_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['party_unit_id'], ['party_unit.id'], name=op.f('fk_red_property_company_party_party_unit_id_party_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_company_party'))
    )
    with op.batch_alter_table('red_property_company_party', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_company_party_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_company_party_party_unit_id'), ['party_unit_id'], unique=False)

    op.create_table('red_property_fee_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=False),
    sa.Column('due_fen', sa.BigInteger(), nullable=False),
    sa.Column('received_fen', sa.BigInteger(), nullable=False),
    sa.Column('arrears_fen', sa.BigInteger(), nullable=False),
    sa.Column('recovered_fen', sa.BigInteger(), nullable=False),
    sa.Column('prepaid_fen', sa.BigInteger(), nullable=False),
    sa.Column('households_due', sa.Integer(), nullable=False),
    sa.Column('households_paid', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('households_paid <= households_due', name=op.f('ck_red_property_fee_report_households')),
    sa.CheckConstraint('received_fen <= due_fen', name=op.f('ck_red_property_fee_report_received')),
    sa.CheckConstraint('recovered_fen <= arrears_fen', name=op.f('ck_red_property_fee_report_recovered')),
    sa.CheckConstraint('valid_to > valid_from', name=op.f('ck_red_property_fee_report_period')),
    sa.ForeignKeyConstraint(['contract_id'], ['red_property_contract.id'], name=op.f('fk_red_property_fee_report_contract_id_red_property_contract')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_fee_report')),
    sa.UniqueConstraint('contract_id', 'valid_from', name=op.f('uq_red_property_fee_report_contract_id_valid_from'))
    )
    with op.batch_alter_table('red_property_fee_report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_fee_report_valid_from_id'), ['valid_from', 'id'], unique=False)

    op.execute("ANALYZE")


def downgrade() -> None:
    with op.batch_alter_table('red_property_fee_report', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_fee_report_valid_from_id'))

    op.drop_table('red_property_fee_report')
    with op.batch_alter_table('red_property_company_party', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_company_party_party_unit_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_company_party_organisation_id'))

    op.drop_table('red_property_company_party')
    with op.batch_alter_table('red_property_instructor', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_instructor_person_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_instructor_organisation_id'))

    op.drop_table('red_property_instructor')
    op.drop_table('red_property_committee_party')
