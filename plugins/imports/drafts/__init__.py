"""From a submission to a draft entry."""
