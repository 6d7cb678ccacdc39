"""From the rooms' dataclasses to what the API answers. No rules and no writes."""
