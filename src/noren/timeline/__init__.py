"""The timeline: every deed as one typed event, in the transaction of the deed itself.

Words: an *event* is recorded; the *sequencer* gives it a *position*; a *consumer* reads by position.
Tables: `timeline_event` (the log), `timeline_seen` (repeats refused), `timeline_consumer` (how far each has read).
Invariants: an event exists exactly when its deed was committed; positions have no holes that are filled later, so a
consumer that moved its position in the transaction of its effects has seen everything before it, once.
"""
