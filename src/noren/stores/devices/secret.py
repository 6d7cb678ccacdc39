"""Secrets of devices and of links: 256 random bits, of which only the digest is stored."""

import hashlib
import secrets

# Scanners for leaked secrets look for a prefix of one's own.
DEVICE_PREFIX = "noren_device_"


def new_secret(prefix: str = "") -> str:
    """A secret to be told once."""
    return prefix + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is stored of it; equality is asked of the digest, so the time it takes tells nothing about the secret."""
    return hashlib.sha256(secret.encode("utf-8", "ignore")).hexdigest()
