"""The shared store: a collection in a schema of a PostgreSQL database, originals and all. Needs the extra ``postgres``."""
