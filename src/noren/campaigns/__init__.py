"""Campaigns: what marketing runs between two dates, and who was addressed.

Tables: `campaigns_campaign`, `campaigns_audiencemember`. Invariant: a campaign ends after it starts; a customer is
addressed once per campaign.
"""
