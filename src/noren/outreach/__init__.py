"""Outreach: messages to people; so far the mails of an order.

Words: a *message* is queued once per cause, claimed with a *lease*, and sent. Tables: `outreach_message`.
Invariants: one message per key; a message is sent by one worker at a time, and a lost lease is swept.
"""
