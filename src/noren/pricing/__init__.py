"""Pricing: goods and benefits in, a quote out. Pure functions: no database, no clock, nothing stored.

It owns the arithmetic of a sale (discounts on lines, tax per rate, points) and the closed language of
rules that coupons and price rules are written in. Its words: goods (what is asked for), benefit (a rule
somebody may use), terms (how this deployment counts), quote (the answer). A twin in the till's TypeScript
quotes without a network; `vectors/` holds the two together.

Invariants of every quote, held by tests:
- a line's total is its list amount minus its discounts, and never below zero;
- the discounts of the lines add up to what markdowns and benefits took off, and so do the parts of each;
- net plus tax is gross per rate, and the gross amounts add up to the total;
- the order of the goods changes nothing but the order of the lines.
"""

from noren.pricing.basket import MARKDOWN_REFS, Benefit, Goods, Markdown, MarkdownKind, Terms
from noren.pricing.errors import RuleInvalid
from noren.pricing.language import parse_rule, rule_json
from noren.pricing.quotes import Applied, Quote, QuoteLine, Reason, Skipped
from noren.pricing.quoting import quote
from noren.pricing.reasons import explain
from noren.pricing.rules import AmountOff, GoodsFilter, PercentOff, Rule

__all__ = [
    "MARKDOWN_REFS",
    "AmountOff",
    "Applied",
    "Benefit",
    "Goods",
    "GoodsFilter",
    "Markdown",
    "MarkdownKind",
    "PercentOff",
    "Quote",
    "QuoteLine",
    "Reason",
    "Rule",
    "RuleInvalid",
    "Skipped",
    "Terms",
    "explain",
    "parse_rule",
    "quote",
    "rule_json",
]
