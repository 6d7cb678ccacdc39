"""Whether a page fits: at the widths of a phone, a tablet and a desk, on the same page one after the other."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, TABLET
from tests.depth import looks_at_pages


def each_size(page: Page, *sizes: tuple[int, int]) -> Iterator[int]:
    """Give the page each size and yield its width in px; at the end it has the size again that it had.

    A short run looks at the size that it has.
    """
    before = page.viewport_size
    assert before is not None
    if not looks_at_pages():
        yield before["width"]
        return
    for width, height in sizes or (PHONE, TABLET, DESK):
        page.set_viewport_size({"width": width, "height": height})
        yield width
    page.set_viewport_size(before)


def too_wide(page: Page, *sizes: tuple[int, int]) -> list[str]:
    """The sizes (all three unless told) at which the page scrolls to the side, and by how many px."""
    beyond = {
        width: page.evaluate("document.documentElement.scrollWidth - innerWidth") for width in each_size(page, *sizes)
    }
    return [f"{width} px: {more} px too wide" for width, more in beyond.items() if more > 0]
