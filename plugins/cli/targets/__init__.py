"""Commands that look after targets."""
