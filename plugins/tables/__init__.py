"""Reading of untrusted tables, and writing of workbooks without formulas."""
