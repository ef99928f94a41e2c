"""Canvases out to files and back in."""
