"""``_seq_no`` as a field: the ordinals have it, so there is nothing to build."""

from __future__ import annotations

from docstore.columns.fields import Field
from docstore.mapping.types.whole import LongField

SEQ_NO = "_seq_no"
SEQ_NOS = Field(SEQ_NO, LongField(SEQ_NO), ())
"""The number of the operation that wrote each document."""
