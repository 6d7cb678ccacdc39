"""Translations: every text that code, templates and the till show, and its Japanese.

The source of a text is the English in the code. Its Japanese stands in `src/noren/locale/parts/<room>.ja.po`, one file
per room or page, so that two people rarely edit the same file. `python -m tools.translations compile` puts the parts
together as `django.po` and `django.mo`, which Django reads and which are not kept in git; `check` names every text
without Japanese, every part that translates what nobody says any more, and every placeholder that does not fit.
Pure Python (Babel): no GNU gettext is needed.
"""
