"""Tests that walk the pages in Chromium against a real server and a real database."""
