"""The files of a site besides its pages: theme assets, media, search index, open data."""
