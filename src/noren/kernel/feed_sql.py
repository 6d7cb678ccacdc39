"""The functions of the database that keep `changed` true, and the table of what is gone; migrations attach them.

They are triggers, unlike anything else here, because no writer must be able to forget them: a verb, a bulk upsert and a
statement typed by hand all count. They decide nothing and write no other row of a room.
"""

MAKE_FUNCTIONS = """
CREATE FUNCTION kernel_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed := pg_current_xact_id();
    RETURN NEW;
END $$;
CREATE FUNCTION kernel_note_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('INSERT INTO %I.kernel_gone (part, key) VALUES ($1, $2)', TG_TABLE_SCHEMA)
    USING TG_ARGV[0], to_jsonb(OLD) ->> TG_ARGV[1];
    RETURN NULL;
END $$;
"""
DROP_FUNCTIONS = "DROP FUNCTION kernel_note_gone(); DROP FUNCTION kernel_note_change();"

MAKE_GONE = """
CREATE TABLE kernel_gone (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    part text NOT NULL,
    key text NOT NULL,
    changed xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX kernel_gone_changed ON kernel_gone (part, changed);
"""
DROP_GONE = "DROP TABLE kernel_gone;"


def follow(table: str, *columns: str) -> str:
    """SQL that gives a table `changed`, set by new rows and by changes of these columns to another value."""
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return f"""
ALTER TABLE {table} ADD COLUMN changed xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX {table}_changed ON {table} (changed);
CREATE TRIGGER {table}_note_change BEFORE UPDATE OF {", ".join(columns)} ON {table} FOR EACH ROW
    WHEN (({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION kernel_note_change();
"""


def unfollow(table: str) -> str:
    """SQL that undoes `follow`."""
    return f"DROP TRIGGER {table}_note_change ON {table}; ALTER TABLE {table} DROP COLUMN changed;"


def note_gone(table: str, part: str, key: str) -> str:
    """SQL that notes the key of every row that is deleted, or gets another key, as gone from a part of the feed."""
    return f"""
CREATE TRIGGER {table}_note_gone AFTER DELETE ON {table} FOR EACH ROW
    EXECUTE FUNCTION kernel_note_gone('{part}', '{key}');
CREATE TRIGGER {table}_note_renamed AFTER UPDATE OF {key} ON {table} FOR EACH ROW
    WHEN (OLD.{key} IS DISTINCT FROM NEW.{key}) EXECUTE FUNCTION kernel_note_gone('{part}', '{key}');
"""


def forget_gone(table: str) -> str:
    """SQL that undoes `note_gone`."""
    return f"DROP TRIGGER {table}_note_renamed ON {table}; DROP TRIGGER {table}_note_gone ON {table};"
