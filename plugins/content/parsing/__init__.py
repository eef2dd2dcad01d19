"""Parses and checks files of any kind: YAML with lines, Markdown, captions, pictures, documents. Nothing is trusted."""
