"""``python -m yorisoi`` is the command ``yorisoi``."""

from yorisoi.doors.cli import main

if __name__ == "__main__":
    main()
