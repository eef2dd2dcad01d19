"""Pictures: smaller variants, cards and posters, and QR codes. Independent of the competition."""
