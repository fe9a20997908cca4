"""The readable engine watched in a browser: two organisations with the same customers, side by side, step by step."""
