"""The kinds of page: for each a view, which its template shows, and the function that makes its pages.

Each module yields its pages in the order of the site map from a function ``pages``.
"""
