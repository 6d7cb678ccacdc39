"""Slips: a receipt's value laid out once, and rendered from there to a page, PDF, mail text and ESC/POS bytes.

`slip` decides what stands where, in the active language; the renderers only draw it, so all say the same.
"""
