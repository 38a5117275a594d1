"""From a statement to ranked, citable sentences.

Usable as a library: knows nothing of `bot`, of HTTP or of databases.
"""
