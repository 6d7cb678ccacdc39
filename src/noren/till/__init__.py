"""The till: the page that brings the app to a register, and nothing else.

The app stands in `frontend/till`; everything it does goes through `/api/v1/till`. This face owns no data and no
rules: it serves one page with the app's files and the translations of its texts.
"""
