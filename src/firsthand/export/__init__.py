"""Dossier -> bytes, pure: one module a format."""
