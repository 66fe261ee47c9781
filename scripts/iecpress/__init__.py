"""A press for rights information: Markdown in, a bilingual site, handouts and a resource index out."""

__version__ = "0.1.0"
