"""Devices: which tablet or computer stands at which register, and what it last told of itself.

Words: a device is *enrolled* at a register with a link that is shown once and good for ten minutes; it is *locked*
when it is lost, and *unlocked* again; another one that is enrolled at the same register takes its place, and it is
*replaced*.
Invariants: a register has at most one device that is not replaced; a link enrolls one device; tokens of a device that
is locked or replaced let nobody in, nor do those from before it was unlocked; what a device sold and did not send yet
is sent whatever became of the device, at the latest when somebody of the office allows it.
See docs/adr/0024-a-till-is-a-device-at-a-register.md
"""
