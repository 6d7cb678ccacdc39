"""Hands without a mouse: the Tab key until something has the focus."""

import pytest
from playwright.sync_api import Page

_MOST = 60
_NAME = """() => { const one = document.activeElement;
  if (one === document.body) return '';
  return one.getAttribute('aria-label') || one.labels?.[0]?.innerText || one.innerText || '' }"""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what this selector names has the focus."""
    for _ in range(_MOST):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
    pytest.fail(f"{selector} was not reached with {_MOST} tabs")


def tab_to_name(page: Page, name: str) -> None:
    """Press Tab until what has this in its name has the focus."""
    for _ in range(_MOST):
        page.keyboard.press("Tab")
        if name in page.evaluate(_NAME):
            return
    pytest.fail(f"Tab never reached {name!r}")


def press(page: Page, name: str, key: str = "Enter") -> None:
    """Tab to what has this name and press a key on it."""
    tab_to_name(page, name)
    page.keyboard.press(key)
