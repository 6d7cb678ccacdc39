"""Following tables from outside by what changed: cursors, and pages that PostgreSQL writes as they are sent.

A table that is followed has a column `changed`: the id of the transaction that last changed the row in a way that its
reader can see, kept by triggers (`noren.kernel.feed_sql`). Transactions commit in another order than their ids are
given, so a reader that went on from the highest id it saw would miss the lower one that commits later. It goes on from
the oldest transaction that was still running when it read (`pg_snapshot_xmin`): whatever commits afterwards has that id
or a higher one. Rows at the border come twice, which changes nothing for whoever keeps them by their key.

See docs/adr/0019-a-till-follows-the-goods-by-transaction.md
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from noren.kernel.errors import Refused

VERSION = 1
"""Counted up when rows of a feed change their form: every reader then starts anew."""

CURSOR_PATTERN = r"^[0-9a-f]{12}(\.[0-9]{1,18}){5}$"
"""A cursor as text."""

MOST_MS = 253_402_300_799_999
"""The last millisecond of the year 9999: later ones are no moments to PostgreSQL, or not much longer."""

# A restored dump, a database put back to an earlier day, and a replica that took over each begin another story of
# transaction ids: another cluster, another history of it, another database, or tables that were written anew.
_STORY = """
SELECT left(md5(concat_ws('/', %s::text, s.system_identifier, c.timeline_id, d.oid,
                          (SELECT string_agg(pg_relation_filenode(name::regclass)::text, '/' ORDER BY name)
                           FROM unnest(%s::text[]) AS name))), 12),
       pg_snapshot_xmax(pg_current_snapshot())::text::bigint
FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d WHERE d.datname = current_database()
"""

IS_CHANGED = "{0}.changed >= %(since)s::text::xid8 AND {0}.changed < pg_snapshot_xmax(pg_current_snapshot())"
"""SQL: whether a row changed since the cursor. Ids that this database has not given yet came with a dump of another
one, whose rows the reader has from its start; without the bound they would be sent at every call."""

_PAGE = """
WITH page (key, row, gone) AS ({rows}),
told AS (
    SELECT {is_full} AS is_full, coalesce(max(key), 0) AS last,
           coalesce(string_agg(row, E',\\n' ORDER BY key), '') AS body, string_agg(gone, ',') AS gone,
           CASE WHEN %(until)s = 0 THEN pg_snapshot_xmin(pg_current_snapshot())::text ELSE %(until)s::text END AS until,
           CASE WHEN %(until)s = 0 THEN %(now_ms)s ELSE %(until_ms)s END AS until_ms
    FROM page
)
SELECT concat('{{"part":"{part}","starts_anew":', %(starts_anew)s::boolean::text,
    ',"has_more":', is_full::text,
    ',"cursor":"', %(story)s::text, '.', CASE WHEN is_full
        THEN concat_ws('.', %(since)s::text, until, {last}, %(since_ms)s::text, until_ms)
        ELSE concat_ws('.', until, 0, 0, until_ms, 0) END,
    '","as_of":"', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '","total":', {total},
    ',"rows":[', body, '],"gone":[', concat_ws(',', gone, CASE WHEN NOT is_full THEN ({gone}) END), ']}}')
FROM told
"""
_GONE = """
SELECT string_agg(to_json(key)::text, ',') FROM (
    SELECT DISTINCT g.key FROM kernel_gone g WHERE g.part = '{part}' AND {is_changed} AND NOT EXISTS ({still_there})
) AS gone
"""


class CursorInvalid(Refused):
    """A cursor that no page ever held."""

    code = "cursor_invalid"
    words = _("This is no cursor of a page that was sent. Begin anew without one.")


Value = str | int | bool | list[int]


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a reader has come in one part of a feed.

    Attributes:
        story: names the database's history of transactions; the cursor means nothing in another one.
        since: rows that this transaction or a later one changed are wanted; 0 for all rows there are.
        until: from where to go on after the last page; 0 before the first page.
        after: the key of the last row of the page before; 0 before the first.
        since_ms: like `since` for what changes by the clock alone, in milliseconds since 1970.
        until_ms: like `until` for that.
    """

    story: str
    since: int = 0
    until: int = 0
    after: int = 0
    since_ms: int = 0
    until_ms: int = 0

    def __str__(self) -> str:
        return ".".join(map(str, asdict(self).values()))

    @property
    def starts_anew(self) -> bool:
        """Whether it asks for everything, and has nothing of it yet."""
        return self.since == self.until == 0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a feed.

    Attributes:
        tables: those it is made of; once one is written anew, as by TRUNCATE or a restore, readers start anew.
        everything: a query of all rows behind the key %(after)s: `key`, `row` as JSON, and null; %(limit)s at most, by
            key.
        changes: a query of those that changed (`IS_CHANGED`), likewise; `row` is null and `gone` the name as JSON of
            what is not to be kept any more.
        still_there: a query that has a row when the name `g.key`, of a row that was deleted, is another's by now.
        total: a query of how many rows `everything` has in all.
        page: how many rows a page has at most.
    """

    name: str
    tables: Sequence[str]
    everything: str
    changes: str
    still_there: str
    total: str
    page: int = 5_000


def read_cursor(text: str, part: Part, *, of: str = "") -> Cursor:
    """The cursor that a reader sent; one at the start of everything when there is no going on from that.

    Args:
        of: whom the part is told to, where it is not the same for all.

    Raises:
        CursorInvalid: it names a moment that never comes; nobody was given such a cursor.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STORY, [f"{VERSION} {part.name} {of}", list(part.tables)])
        ((story, next_transaction),) = cursor.fetchall()
    if not re.fullmatch(CURSOR_PATTERN, text):
        return Cursor(story)
    given, *numbers = text.split(".")
    found = Cursor(given, *map(int, numbers))
    if max(found.since_ms, found.until_ms) > MOST_MS:
        raise CursorInvalid(field="since")
    return found if given == story and found.since <= next_transaction else Cursor(story)


def tell_page(
    part: Part, at: Cursor, *, now_ms: int, values: Mapping[str, Value] | None = None, first: str = ""
) -> str:
    """The page that the cursor asks for, as the JSON that is sent.

    Args:
        now_ms: milliseconds since 1970.
        values: further parameters of the part's queries.
        first: a query of rows to tell before all others, on a page of their own; they come again in their turn.
    """
    rows = first or (part.changes if at.since else part.everything)
    statement = _PAGE.format(
        part=part.name,
        rows=rows,
        is_full="true" if first else "count(*) = %(limit)s",
        last="0" if first else "last",
        total=f"({part.total})" if at.starts_anew else "'null'",
        gone=_GONE.format(part=part.name, is_changed=IS_CHANGED.format("g"), still_there=part.still_there)
        if at.since
        else "NULL",
    )
    given = {
        **asdict(at),
        "now_ms": now_ms,
        "starts_anew": at.starts_anew,
        "limit": part.page,
        **(values or {}),
    }
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        # A plan made for any cursor takes half as long again as one made for this.
        cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")
        cursor.execute(statement, given)
        ((body,),) = cursor.fetchall()
    return str(body)
