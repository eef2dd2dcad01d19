"""The records of the editors' files: what each file may say, and the small values it is made of."""
