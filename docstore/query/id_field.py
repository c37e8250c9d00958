"""The ids of documents as values to sort, aggregate and hash, where the cluster settings allow it."""

from __future__ import annotations

from docstore.caller import warn
from docstore.catalog.current import current
from docstore.catalog.settings.cluster import cluster_setting
from docstore.catalog.settings.cluster_known import ID_FIELD_DATA
from docstore.columns.doc_ids import DOC_IDS
from docstore.columns.fields import Field
from docstore.columns.view import IndexView
from docstore.errors import IllegalArgumentError
from docstore.storage.index_reader import IndexReader

_DEPRECATED = (
    "Loading the fielddata on the _id field is deprecated and will be removed in future versions. If you require sorting or aggregating"
    " on this field you should also include the id in the body of your documents, and map this field as a keyword field that has"
    " [doc_values] enabled"
)


def id_field(view: IndexView) -> Field:
    """``_id`` as a field with values; whoever asks is warned that there should be none.

    :raises IllegalArgumentError: it is not allowed (``indices.id_field_data.enabled``).
    """
    reader = view.reader
    if not isinstance(reader, IndexReader) or not cluster_setting(current(reader.txn), ID_FIELD_DATA):
        raise IllegalArgumentError(
            "Fielddata access on the _id field is disallowed, you can re-enable it by updating the dynamic cluster setting:"
            f" {ID_FIELD_DATA}"
        )
    warn(_DEPRECATED)
    return DOC_IDS
