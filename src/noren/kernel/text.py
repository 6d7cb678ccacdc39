"""Text from outside: what of it a database can hold."""


def storable(text: str) -> str:
    """The text without what PostgreSQL refuses: NUL characters, and halves of surrogate pairs.

    JSON and query strings can carry both; a code that has one is not found instead of failing.
    """
    if text.isascii():
        return text.replace("\0", "")
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")
