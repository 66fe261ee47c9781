"""`python -m iecpress` is the same program as `iecpress`."""

from iecpress.cli import main

if __name__ == "__main__":
    main()
