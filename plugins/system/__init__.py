"""What differs from system to system, each thing in one place: texts, file names, commands, consoles."""
