"""`labwright`, or `python -m labwright_cli`."""

from labwright_cli.app import create_cli


def main() -> None:
    """Run one command."""
    create_cli()()


if __name__ == "__main__":
    main()
