"""A page that shows people who do not program what a change of the content does to the site."""
