"""PostgreSQL for Django, with less Python between a statement and the driver (docs/adr/0015)."""
