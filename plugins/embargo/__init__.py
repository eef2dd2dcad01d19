"""The embargo check: proves that a site shows nothing early, by a search and by a counterfactual build."""
