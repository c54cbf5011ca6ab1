"""Red property: party work among companies and committees."""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('red_property_company_visit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('visited_on', sa.Date(), nullable=False),
    sa.Column('visitors', sa.String(length=80), nullable=False),
    sa.Column('staff', sa.Integer(), nullable=False),
    sa.Column('party_members', sa.Integer(), nullable=False),
    sa.Column('formal_members', sa.Integer(), nullable=False),
    sa.Column('problems', sa.String(length=500), nullable=False),
    sa.Column('promised', sa.String(length=300), nullable=False),
    sa.Column('promised_due_on', sa.Date(), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('done_note', sa.String(length=200), nullable=False),
    sa.Column('recorder_id', sa.Integer(), nullable=True),
    sa.Column('recorder_name', sa.String(length=40), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(promised = '') = (promised_due_on IS NULL)", name=op.f('ck_red_property_company_visit_promised_with_due')),
    sa.CheckConstraint("done_on IS NULL OR promised <> ''", name=op.f('ck_red_property_company_visit_done_of_promised')),
    sa.CheckConstraint('0 <= formal_members AND formal_members <= party_members', name=op.f('ck_red_property_company_visit_formal_members')),
    sa.CheckConstraint('party_members <= staff', name=op.f('ck_red_property_company_visit_party_members')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_red_property_company_visit_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['recorder_id'], ['person.id'], name=op.f('fk_red_property_company_visit_recorder_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_company_visit'))
    )
    with op.batch_alter_table('red_property_company_visit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_company_visit_organisation_id_visited_on_id'), ['organisation_id', 'visited_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_company_visit_recorder_id'), ['recorder_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_company_visit_visited_on_id'), ['visited_on', 'id'], unique=False)

    op.create_table('red_property_observation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('matter_id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('compound_id', sa.Integer(), nullable=False),
    sa.Column('observed_on', sa.Date(), nullable=False),
    sa.Column('item', sa.Enum('order', 'cleaning', 'greenery', 'facilities', 'fire_safety', 'front_desk', 'other', name='serviceitem', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('verdict', sa.Enum('good', 'to_mend', name='verdict', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('mended_on', sa.Date(), nullable=True),
    sa.Column('mended_note', sa.String(length=200), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("mended_on IS NULL OR verdict = 'to_mend'", name=op.f('ck_red_property_observation_mended_of_faults')),
    sa.ForeignKeyConstraint(['compound_id'], ['compound.id'], name=op.f('fk_red_property_observation_compound_id_compound')),
    sa.ForeignKeyConstraint(['matter_id'], ['matter.id'], name=op.f('fk_red_property_observation_matter_id_matter')),
    sa.ForeignKeyConstraint(['post_id'], ['red_property_cross_post.id'], name=op.f('fk_red_property_observation_post_id_red_property_cross_post')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_observation')),
    sa.UniqueConstraint('matter_id', name=op.f('uq_red_property_observation_matter_id'))
    )
    with op.batch_alter_table('red_property_observation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_observation_compound_id_observed_on_id'), ['compound_id', 'observed_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_observation_observed_on_id'), ['observed_on', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_observation_post_id'), ['post_id'], unique=False)

    op.create_table('red_property_red_assessment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('committee_id', sa.Integer(), nullable=False),
    sa.Column('assessed_on', sa.Date(), nullable=False),
    sa.Column('is_red', sa.Boolean(), nullable=False),
    sa.Column('members', sa.Integer(), nullable=False),
    sa.Column('party_members', sa.Integer(), nullable=False),
    sa.Column('has_party_group', sa.Boolean(), nullable=False),
    sa.Column('secretary_sits', sa.Boolean(), nullable=False),
    sa.Column('is_filed', sa.Boolean(), nullable=False),
    sa.Column('months_due', sa.Integer(), nullable=False),
    sa.Column('months_met', sa.Integer(), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('assessed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('assessed_by_id', sa.Integer(), nullable=False),
    sa.Column('assessor_name', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['committee_id'], ['red_property_committee.id'], name=op.f('fk_red_property_red_assessment_committee_id_red_property_committee')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_red_assessment'))
    )
    with op.batch_alter_table('red_property_red_assessment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_red_assessment_committee_id_id'), ['committee_id', 'id'], unique=False)

    op.create_table('red_property_sector_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('party_unit_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.String(length=20), nullable=False),
    sa.Column('home', sa.String(length=80), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_red_property_sector_member_period')),
    sa.ForeignKeyConstraint(['party_unit_id'], ['party_unit.id'], name=op.f('fk_red_property_sector_member_party_unit_id_party_unit')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_red_property_sector_member_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_sector_member'))
    )
    with op.batch_alter_table('red_property_sector_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_sector_member_party_unit_id'), ['party_unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_sector_member_person_id'), ['person_id'], unique=False)

    op.create_table('red_property_company_tie',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('relation', sa.Enum('own', 'spouse', 'parent', 'child', 'sibling', 'other', name='relation', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('post', sa.String(length=40), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_red_property_company_tie_period')),
    sa.ForeignKeyConstraint(['member_id'], ['red_property_committee_member.id'], name=op.f('fk_red_property_company_tie_member_id_red_property_committee_member')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_red_property_company_tie_organisation_id_organisation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_company_tie'))
    )
    with op.batch_alter_table('red_property_company_tie', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_company_tie_member_id'), ['member_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_company_tie_organisation_id'), ['organisation_id'], unique=False)

    with op.batch_alter_table('red_property_company_party', schema=None) as batch_op:
        batch_op.add_column(sa.Column('basis', sa.String(length=120), server_default='', nullable=False))

    op.execute("ANALYZE")


def downgrade() -> None:
    with op.batch_alter_table('red_property_company_party', schema=None) as batch_op:
        batch_op.drop_column('basis')

    with op.batch_alter_table('red_property_company_tie', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_company_tie_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_company_tie_member_id'))

    op.drop_table('red_property_company_tie')
    with op.batch_alter_table('red_property_sector_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_sector_member_person_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_sector_member_party_unit_id'))

    op.drop_table('red_property_sector_member')
    with op.batch_alter_table('red_property_red_assessment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_red_assessment_committee_id_id'))

    op.drop_table('red_property_red_assessment')
    with op.batch_alter_table('red_property_observation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_observation_post_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_observation_observed_on_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_observation_compound_id_observed_on_id'))

    op.drop_table('red_property_observation')
    with op.batch_alter_table('red_property_company_visit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_company_visit_visited_on_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_company_visit_recorder_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_company_visit_organisation_id_visited_on_id'))

    op.drop_table('red_property_company_visit')
