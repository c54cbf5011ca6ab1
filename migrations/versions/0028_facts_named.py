"""继续教育学时 of a certificate, 届次 of an appointment, the kind of a contract."""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('workforce_certificate', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ce_hours_x100', sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f('ck_workforce_certificate_ce_hours_not_negative'),
            'ce_hours_x100 IS NULL OR ce_hours_x100 >= 0',
        )

    with op.batch_alter_table('workforce_appointment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('election_term', sa.String(length=20), server_default='', nullable=False))
        batch_op.create_check_constraint(
            batch_op.f('ck_workforce_appointment_term_of_the_elected'), "election_term = '' OR basis = 'elected'"
        )

    kind = sa.Enum(
        'fixed', 'open', 'task', name='contractkind', native_enum=False, create_constraint=True, length=32
    )
    with op.batch_alter_table('workforce_contract', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', kind, nullable=True))
    op.execute("UPDATE workforce_contract SET kind = CASE WHEN signed_until IS NULL THEN 'open' ELSE 'fixed' END")
    with op.batch_alter_table('workforce_contract', schema=None) as batch_op:
        batch_op.alter_column('kind', existing_type=kind, nullable=False)

    op.execute("ANALYZE")


def downgrade() -> None:
    with op.batch_alter_table('workforce_contract', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_workforce_contract_contractkind'), type_='check')
        batch_op.drop_column('kind')

    with op.batch_alter_table('workforce_appointment', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_workforce_appointment_term_of_the_elected'), type_='check')
        batch_op.drop_column('election_term')

    with op.batch_alter_table('workforce_certificate', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_workforce_certificate_ce_hours_not_negative'), type_='check')
        batch_op.drop_column('ce_hours_x100')
