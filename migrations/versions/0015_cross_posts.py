"""Red property: posts on the other side of the table."""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('red_property_cross_post',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('quality_supervisor', 'committee_part_time', 'community_party', 'street_party', name='crosspostkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('host', sa.String(length=12), nullable=False),
    sa.Column('basis', sa.String(length=120), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_red_property_cross_post_period')),
    sa.ForeignKeyConstraint(['host'], ['area.code'], name=op.f('fk_red_property_cross_post_host_area')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_red_property_cross_post_organisation_id_organisation')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_red_property_cross_post_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_red_property_cross_post'))
    )
    with op.batch_alter_table('red_property_cross_post', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_red_property_cross_post_host_valid_from'), ['host', 'valid_from'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_cross_post_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_red_property_cross_post_person_id'), ['person_id'], unique=False)
    op.execute("ANALYZE")


def downgrade() -> None:
    with op.batch_alter_table('red_property_cross_post', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_red_property_cross_post_person_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_cross_post_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_red_property_cross_post_host_valid_from'))

    op.drop_table('red_property_cross_post')
