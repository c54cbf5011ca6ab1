"""Signing in and out, one's own account: passwords, sessions, lockout (security A01–A17)."""
