"""From bytes to values: YAML with lines, Markdown, captions, pictures and documents, hostile until checked."""
