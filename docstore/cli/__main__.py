"""``python -m docstore.cli``."""

from docstore.cli import main

main()
