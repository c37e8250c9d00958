"""``python -m docstore.api.compared`` prints the page."""

from docstore.api.compared.page import page

print(page(), end="")
