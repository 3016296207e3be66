"""Large files page by page: what is cut where, what a page must know of the others, and where pages are left."""
