"""Loads a competition from its content folder, checks it, and cuts it to what one stage may show. Knows no Pelican."""
