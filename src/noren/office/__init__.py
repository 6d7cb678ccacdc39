"""The office: the face of those who run the stores and the shop, under `/office/`.

It shows the records of all rooms through their `admin.py`, and has pages of its own: today in the stores, from online
to store, a customer with one timeline, mails, imports. It owns no tables and no rules: every change calls a verb of a
room, and who may do what is asked of `noren.people.roles`, by deeds.
"""
