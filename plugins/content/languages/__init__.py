"""The languages of a contest: the files in which its texts and the site's phrases are translated."""
