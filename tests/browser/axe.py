"""axe-core on a page: the rules of WCAG 2.2 A and AA, and axe's own best practices."""

from pathlib import Path

from playwright.sync_api import Page

_AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
_RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"


def violations(page: Page) -> list[str]:
    """What is wrong on the page as it stands, a line for each element: `rule: selector (why)`."""
    if not page.evaluate("typeof axe === 'object'"):
        # evaluate() is not bound by the page's policy, which allows no script of another origin.
        page.evaluate(_AXE.read_text(encoding="utf-8"))
    found = page.evaluate(_RUN)
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))} ({node['failureSummary']})"
        for rule in found
        for node in rule["nodes"]
    ]
