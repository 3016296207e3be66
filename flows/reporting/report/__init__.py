"""The night report: static pages that a steward reads in the morning, in Indonesian and in English."""
