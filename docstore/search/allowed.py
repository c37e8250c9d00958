"""What an index allows a search: the settings that bound windows, fields and slices, and their error texts."""

from __future__ import annotations

from docstore.catalog.settings.settings import Settings
from docstore.errors import IllegalArgumentError
from docstore.search.order import by_score_alone
from docstore.search.request import SearchRequest


def check_allowed(request: SearchRequest, settings: Settings) -> None:
    """:raises IllegalArgumentError: the request wants more than the index allows."""
    if request.search_after is not None and by_score_alone(request.sort):
        raise IllegalArgumentError("Sort must contain at least one field.")
    if request.docvalue_fields:
        _check_doc_values(len(request.docvalue_fields), settings)
    if request.slice is not None:
        name = "index.max_slices_per_pit" if request.pit is not None else "index.max_slices_per_scroll"
        _check_slices(request.slice.max, name, settings)
    largest = int(settings.get("index.max_result_window") or 10_000)
    wanted = request.from_ + request.size
    if request.unlimited:
        check_batch(request.batch, largest)
    elif wanted > largest:
        raise IllegalArgumentError(
            f"Result window is too large, from + size must be less than or equal to: [{largest}] but was [{wanted}]. See the scroll"
            " api for a more efficient way to request large data sets. This limit can be set by changing the"
            " [index.max_result_window] index level setting."
        )


def check_inner(name: str, request: SearchRequest, settings: Settings) -> None:
    """The same for inner hits of a name.

    :raises IllegalArgumentError: more of them are wanted than the index allows.
    """
    wanted, largest = request.from_ + request.size, int(settings.get("index.max_inner_result_window") or 100)
    if wanted > largest:
        raise IllegalArgumentError(
            f"Inner result window is too large, the inner hit definition's [{name}]'s from + size must be less than or equal to:"
            f" [{largest}] but was [{wanted}]. This limit can be set by changing the"
            " [index.max_inner_result_window] index level setting."
        )


def _check_doc_values(most: int, settings: Settings) -> None:
    limit = int(settings.get("index.max_docvalue_fields_search") or 100)
    if most > limit:
        raise IllegalArgumentError(
            f"Trying to retrieve too many docvalue_fields. Must be less than or equal to: [{limit}] but was [{most}]. This limit can"
            " be set by changing the [index.max_docvalue_fields_search] index level setting."
        )


def _check_slices(slices: int, name: str, settings: Settings) -> None:
    largest = int(settings.get(name) or 1024)
    if slices > largest:
        raise IllegalArgumentError(
            f"The number of slices [{slices}] is too large. It must be less than [{largest}]. This limit can be set by changing the"
            f" [{name}] index level setting."
        )


def check_batch(batch: int, largest: int) -> None:
    """:raises IllegalArgumentError: more documents at a time than the index allows (``SearchContext``)."""
    if batch > largest:
        raise IllegalArgumentError(
            f"Batch size is too large, size must be less than or equal to: [{largest}] but was [{batch}]. Scroll batch"
            " sizes cost as much memory as result windows so they are controlled by the [index.max_result_window] index level"
            " setting."
        )
