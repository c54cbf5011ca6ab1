"""What every slice stands on: identity, time, permissions, the audit trail, forms and lists."""
