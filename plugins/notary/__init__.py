"""The notary's pack of a result: everything to check it with, without this software."""
