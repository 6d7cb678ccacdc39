"""Noren: one customer, one stock, one timeline for a retailer online and in its stores."""
