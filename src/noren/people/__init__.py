"""People: accounts to sign in with, customers, what identifies them, and staff with their roles.

Words: an *account* signs in; a *customer* is a person who buys, a *member* one with a member number; an *identity*
(member number, e-mail, phone) names exactly one customer; a *staff member* has *roles*, in one store or in all.
Tables: `people_account`, `people_customer`, `people_customeraddress`, `people_identity`, `people_claim`,
`people_staffmember`, `people_staffrole`, `people_staffpin`,
`people_registerstaff`, `people_approval`, `people_approvallimit`, `people_deedrecord` (the staff
log), `people_apitoken`,
`people_tries` (how often a secret was tried).
Invariants: an identity belongs to one customer; secrets (claim codes, tokens, PINs) are stored as digests only; a try
of a secret is counted whatever becomes of it; an approval is used once, in its time, for exactly the request it was
given to; the staff log is only written, which a trigger sees to.
"""
