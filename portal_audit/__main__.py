"""`python -m portal_audit`: the command line, as the scheduler starts it."""

from portal_audit.cli import main

if __name__ == "__main__":
    main()
