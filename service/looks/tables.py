"""Where a person's looks are kept, when they asked for it: beside their name, and erased with it."""

LOOKS_TABLES = """
-- How Waymark looks for somebody, as its cookie says it. Only for who asked to find it again wherever they sign in.
ALTER TABLE store.people ADD COLUMN looks text;
"""
