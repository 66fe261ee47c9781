"""Markdown in; sections, links, pictures, words, facts and clean HTML out."""
