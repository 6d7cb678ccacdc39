"""How tables write days and moments: short, and alike in each language. Sentences say them as `kernel.moments` does."""
