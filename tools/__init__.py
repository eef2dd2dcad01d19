"""Tools for developers; the software itself imports none of them."""
