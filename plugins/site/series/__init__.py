"""The front page of a series and its overviews: years, winners, units, projects and one search over all editions."""
