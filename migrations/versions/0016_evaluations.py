"""Red property: evaluations of compounds, showcases, upgrade plans with their milestones."""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('red_property_evaluation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('matter_id', sa.Integer(), nullable=False),
    sa.Column('compound_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'confirmed', name='evaluationstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('scheme_id', sa.Integer(), nullable=False),
    sa.Column('company', sa.String(length=80), nullable=False),
    sa.Column('marks', sa.JSON(), nullable=False),
    sa.Column('vetoes', sa.JSON(), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('veto_lines', sa.JSON(), nullable=False),
    sa.Column('total_text', sa.String(length=120), nullable=False),
    sa.Column('available', sa.Integer(), nullable=False),
    sa.Column('total_x100', sa.Integer(), nullable=True),
    sa.Column('stars', sa.Integer(), nullable=True),
    sa.Column('inputs_hash', sa.String(length=64), nullable=False),
    sa.Column('computed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('marked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('marked_by_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_on', sa.Date(), nullable=True),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('confirmer_name', sa.String(length=40), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(confirmed_on IS NULL) = (state = 'draft')", name=op.f('ck_red_property_evaluation_confirmed_on_with_state')),
    sa.CheckConstraint('(confirmed_on IS NULL) = (confirmed_by_id IS NULL)', name=op.f('ck_red_property_evaluation_confirmed_on_with_by')),
    sa.CheckConstraint('(marked_at IS NULL) = (marked_by_id IS NULL)', name=op.f('ck_red_property_evaluation_marked_at_with_by')),
    sa.CheckConstraint('(total_x100 IS NULL) = (stars IS NULL)', name=op.f('ck_red_property_evaluation_total_with_stars')),
    sa.ForeignKeyConstraint(['compound_id'], ['compound.id'], name=op.f('fk_red_property_evaluation_compound_id_compound')),
    sa.ForeignKeyConstraint(['matter_id'], ['matter.id'], name=op.f('fk_red_property_evaluation_matter_id_matter')),
    sa.ForeignKeyConstraint(['scheme_id'], ['rule_scheme.id'], name=op.f('fk_red_property_evaluation_scheme_id_rule_scheme')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_evaluation')),
    sa.UniqueConstraint('compound_id', 'year', name=op.f('uq_red_property_evaluation_compound_id_year')),
    sa.UniqueConstraint('matter_id', name=op.f('uq_red_property_evaluation_matter_id'))
    )
    with op.batch_alter_table('red_property_evaluation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_evaluation_year_total_x100_id'), ['year', 'total_x100', 'id'], unique=False)

    op.create_table('red_property_showcase',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('compound_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('commercial', 'self_governed', 'resettlement', name='showcasekind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('basis', sa.String(length=120), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('ended_reason', sa.String(length=200), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_red_property_showcase_period')),
    sa.ForeignKeyConstraint(['compound_id'], ['compound.id'], name=op.f('fk_red_property_showcase_compound_id_compound')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_showcase')),
    sa.UniqueConstraint('compound_id', 'kind', 'valid_from', name=op.f('uq_red_property_showcase_compound_id_kind_valid_from'))
    )
    with op.batch_alter_table('red_property_showcase', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_showcase_compound_id'), ['compound_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_showcase_valid_from_id'), ['valid_from', 'id'], unique=False)

    op.create_table('red_property_upgrade_plan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('matter_id', sa.Integer(), nullable=False),
    sa.Column('compound_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=60), nullable=False),
    sa.Column('track', sa.Enum('targeted', 'regulated', 'precise', 'smart', name='track', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('items', sa.String(length=500), nullable=False),
    sa.Column('funding_fen', sa.BigInteger(), nullable=False),
    sa.Column('funding_source', sa.String(length=120), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('search_text', sa.String(length=300), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('funding_fen >= 0', name=op.f('ck_red_property_upgrade_plan_funding')),
    sa.ForeignKeyConstraint(['compound_id'], ['compound.id'], name=op.f('fk_red_property_upgrade_plan_compound_id_compound')),
    sa.ForeignKeyConstraint(['matter_id'], ['matter.id'], name=op.f('fk_red_property_upgrade_plan_matter_id_matter')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_upgrade_plan')),
    sa.UniqueConstraint('compound_id', 'title', name=op.f('uq_red_property_upgrade_plan_compound_id_title')),
    sa.UniqueConstraint('matter_id', name=op.f('uq_red_property_upgrade_plan_matter_id'))
    )
    with op.batch_alter_table('red_property_upgrade_plan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_upgrade_plan_decided_on_id'), ['decided_on', 'id'], unique=False)

    op.create_table('red_property_upgrade_milestone',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['red_property_upgrade_plan.id'], name=op.f('fk_red_property_upgrade_milestone_plan_id_red_property_upgrade_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_upgrade_milestone')),
    sa.UniqueConstraint('plan_id', 'name', name=op.f('uq_red_property_upgrade_milestone_plan_id_name'))
    )
    with op.batch_alter_table('red_property_upgrade_milestone', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_upgrade_milestone_plan_id'), ['plan_id'], unique=False)
    op.execute("ANALYZE")


def downgrade() -> None:
    with op.batch_alter_table('red_property_upgrade_milestone', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_upgrade_milestone_plan_id'))

    op.drop_table('red_property_upgrade_milestone')
    with op.batch_alter_table('red_property_upgrade_plan', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_upgrade_plan_decided_on_id'))

    op.drop_table('red_property_upgrade_plan')
    with op.batch_alter_table('red_property_showcase', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_showcase_valid_from_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_showcase_compound_id'))

    op.drop_table('red_property_showcase')
    with op.batch_alter_table('red_property_evaluation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_evaluation_year_total_x100_id'))

    op.drop_table('red_property_evaluation')
