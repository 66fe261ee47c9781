"""A library in, the files of its search out: small static files that a browser can search by itself."""
