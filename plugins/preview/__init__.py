"""The editors' preview: every stage on this machine, with its problems on the page and what each stage will reveal."""
