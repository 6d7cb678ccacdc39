"""What is asked of a markdown: the dataclass of its verbs."""

from dataclasses import dataclass
from uuid import UUID

from noren.pricing import Markdown, MarkdownKind

MOST_REASON = 200


@dataclass(frozen=True, slots=True)
class WantedMarkdown:
    """A markdown that staff ask for.

    Attributes:
        value: by kind, as `noren.pricing.Markdown` has it.
        line_uid: of the line; None for the whole sale.
    """

    kind: MarkdownKind
    value: int
    reason: str
    line_uid: UUID | None = None

    def priced(self) -> Markdown:
        """As pricing takes it."""
        return Markdown(self.kind, self.value, None if self.line_uid is None else str(self.line_uid))
