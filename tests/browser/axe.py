"""axe-core on a page: the rules of WCAG 2.2 A and AA, and axe's own best practices."""

from pathlib import Path

from playwright.sync_api import Page

from tests.depth import looks_at_pages

_AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
# Without `preload` axe reads no style sheet again; the one rule that needs it is about screens turned on their side.
_RUN = """async ([within, leftOut]) => (await axe.run({include: [within], exclude: leftOut}, {
  resultTypes: ['violations'], preload: false, rules: {'css-orientation-lock': {enabled: false}},
})).violations"""

# A color that is on its way to another is neither; it sets out with the frame after what changed it.
_AT_REST = """async () => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  await Promise.allSettled(document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().endTime !== Infinity).map((one) => one.finished));
}"""


def violations(page: Page, *, within: str = "html", but: str = "") -> list[str]:
    """What is wrong on the page as it stands, a line for each element: `rule: selector (why)`; short runs do not look.

    Args:
        within: only in this element.
        but: not in these elements, as they are like others.
    """
    if not looks_at_pages():
        return []
    if not page.evaluate("typeof axe === 'object'"):
        # evaluate() is not bound by the page's policy, which allows no script of another origin.
        page.evaluate(_AXE.read_text(encoding="utf-8"))
    page.evaluate(_AT_REST)
    found = page.evaluate(_RUN, [within, [but] if but else []])
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))} ({node['failureSummary']})"
        for rule in found
        for node in rule["nodes"]
    ]
