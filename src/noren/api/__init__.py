"""The API: the deeds of all rooms over HTTP under `/api/v1`, described by OpenAPI.

Words: a *token* carries *scopes* and is bound to a customer, to a till, or to nobody; a *problem* is a refusal as
RFC 9457 has it; a *key* (Idempotency-Key) makes a repeat harmless. It owns no table.
Invariants: every answer that is not 2xx is a problem with a code that the operation documents; a deed and its stored
answer are one transaction; an API request costs one statement before its deed begins.
"""
