"""Kinds of imports in words: what a file, or the package of sample data, holds."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from noren.connect.journey import KIND
from noren.connect.kinds import KINDS

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

KIND_WORDS: "Mapping[str, str | StrPromise]" = {
    **{kind.name: kind.title for kind in KINDS.values()},
    KIND: _("sample data"),
}
