"""The kinds of page: for each a view, which its template shows, and the function that makes its pages.

Each module yields its pages in the order of the site map from a function ``pages``; ``page_kinds.py`` lists them all.
``content_pages.py`` has the pages of every stage beside the home page, ``tour.py`` and ``entries.py`` those of stages
with entries, ``results.py`` and ``winners.py`` those of stages with awards.
"""
