"""Rows that both engines write."""
