"""The editors' way in and out: new papers, the units' submission forms imported, entries exported as a table."""
