"""Pictures made from pictures: lighter copies in several sizes and formats. Knows no competition."""
