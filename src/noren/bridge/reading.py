"""Jobs as the till sends them, looked at before all else: every part known, of its type, and not too long."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from noren.bridge.errors import Malformed
from noren.bridge.sheet import ROWS, TEXTS, Block
from noren.orders.slips.shape import Goods, Mark, Row, Slip

_LONGEST_TEXT = 300
_MOST_PARTS = 1_000
_SYMBOLS = re.compile(r"[\x21-\x7e]+")
_HALF_LETTER = re.compile(r"[\ud800-\udfff]")
_SLIP_TEXTS = ("language", "number", "title", "issuer", "recipient", "link", "link_words")
_SLIP_SENTENCES = ("issuer_details", "statement", "notes")
_SLIP_ROWS = ("facts", "sums", "taxes", "tenders", "points")

Document = Slip | tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class WantedJob:
    """What the till wants.

    Attributes:
        id: made by the till; the same again is the same job.
        document: None for the drawer alone.
        reason: why the drawer is opened without a sale; empty otherwise.
    """

    id: UUID
    printer: str
    document: Document | None
    opens_drawer: bool
    reason: str


def read_job(told: object) -> WantedJob:
    """A job from its JSON.

    Raises:
        Malformed: a part is missing, unknown, of another type or too long.
    """
    parts = _parts(told, "job", {"id", "printer", "document", "opens_drawer", "reason"})
    document = None if parts["document"] is None else _document(parts["document"])
    opens_drawer = parts["opens_drawer"]
    if not isinstance(opens_drawer, bool):
        raise Malformed("opens_drawer: true or false")
    reason = _text(parts["reason"], "reason")
    if document is None and not (opens_drawer and reason.strip()):
        raise Malformed("document: a job without one opens the drawer, and says why in its reason")
    return WantedJob(_uid(parts["id"]), _text(parts["printer"], "printer"), document, opens_drawer, reason)


def read_text(told: object, name: str) -> str:
    """The text under a name of an object that has nothing else.

    Raises:
        Malformed: it is not.
    """
    return _text(_parts(told, "body", {name})[name], name)


def _document(told: object) -> Document:
    kind = _kind(told)
    if kind not in {"slip", "sheet"}:
        raise Malformed("document: its kind is slip or sheet")
    if kind == "slip":
        return _slip(_parts(told, "document", {"kind", "slip"})["slip"])
    blocks = _list(_parts(told, "document", {"kind", "blocks"})["blocks"], "blocks")
    if not blocks:
        raise Malformed("blocks: at least one")
    return tuple(_block(block) for block in blocks)


def _slip(told: object) -> Slip:
    names = {*_SLIP_TEXTS, *_SLIP_SENTENCES, *_SLIP_ROWS, "marks", "goods", "total"}
    parts = _parts(told, "slip", names)
    if parts["link"]:
        _symbols(parts["link"], "link")
    text = {name: _text(parts[name], name) for name in _SLIP_TEXTS}
    sentences = {name: tuple(_text(each, name) for each in _list(parts[name], name)) for name in _SLIP_SENTENCES}
    rows = {name: _rows(parts[name], name) for name in _SLIP_ROWS}
    return Slip(
        language=text["language"],
        number=text["number"],
        title=text["title"],
        marks=tuple(_mark(each) for each in _list(parts["marks"], "marks")),
        issuer=text["issuer"],
        issuer_details=sentences["issuer_details"],
        recipient=text["recipient"],
        facts=rows["facts"],
        goods=tuple(_goods(each) for each in _list(parts["goods"], "goods")),
        sums=rows["sums"],
        total=_row(parts["total"], "total"),
        statement=sentences["statement"],
        taxes=rows["taxes"],
        tenders=rows["tenders"],
        points=rows["points"],
        notes=sentences["notes"],
        link=text["link"],
        link_words=text["link_words"],
    )


def _goods(told: object) -> Goods:
    parts = _parts(told, "goods", {"name", "rows"})
    return Goods(_text(parts["name"], "goods"), _rows(parts["rows"], "goods"))


def _mark(told: object) -> Mark:
    parts = _parts(told, "marks", {"words", "detail"})
    return Mark(_text(parts["words"], "marks"), _text(parts["detail"], "marks"))


def _rows(told: object, name: str) -> tuple[Row, ...]:
    return tuple(_row(each, name) for each in _list(told, name))


def _row(told: object, name: str) -> Row:
    parts = _parts(told, name, {"name", "value"})
    return Row(_text(parts["name"], name), _text(parts["value"], name))


def _block(told: object) -> Block:
    kind = _kind(told)
    if kind == "rule":
        _parts(told, "blocks", {"kind"})
        return Block("rule")
    if kind in ROWS:
        parts = _parts(told, "blocks", {"kind", "name", "value"})
        return Block(kind, _text(parts["name"], "blocks"), _text(parts["value"], "blocks"))
    if kind in TEXTS:
        text = _text(_parts(told, "blocks", {"kind", "text"})["text"], "blocks")
        return Block(kind, _symbols(text, "blocks") if kind == "qr" else text)
    raise Malformed("blocks: a block of an unknown kind")


def _kind(told: object) -> str:
    kind = told.get("kind") if isinstance(told, dict) else None
    return kind if isinstance(kind, str) else ""


def _parts(told: object, name: str, wanted: set[str]) -> dict[str, Any]:
    if not isinstance(told, dict) or told.keys() != wanted:
        raise Malformed(f"{name}: an object with {', '.join(sorted(wanted))} and nothing else")
    return told


def _list(told: object, name: str) -> list[object]:
    if not isinstance(told, list) or len(told) > _MOST_PARTS:
        raise Malformed(f"{name}: a list of {_MOST_PARTS} parts at most")
    return told


def _text(told: object, name: str) -> str:
    # JSON can say half a letter, which no file can keep.
    if not isinstance(told, str) or len(told) > _LONGEST_TEXT or _HALF_LETTER.search(told):
        raise Malformed(f"{name}: a text of {_LONGEST_TEXT} letters at most")
    return told


def _symbols(told: object, name: str) -> str:
    text = _text(told, name)
    if not _SYMBOLS.fullmatch(text):
        raise Malformed(f"{name}: ASCII without spaces, for a QR code")
    return text


def _uid(told: object) -> UUID:
    try:
        return UUID(_text(told, "id"))
    except ValueError:
        raise Malformed("id: a UUID") from None
