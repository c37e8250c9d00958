"""``store.license``: what programs ask before they begin."""

from __future__ import annotations

from docstore.api import cluster
from docstore.api.method import Method
from docstore.store.client import Client


class LicenseClient(Client):
    """``store.license``: what programs ask before they begin."""

    get = Method(lambda: cluster.license.get)
    get_basic_status = Method(lambda: cluster.license.get_basic_status)
    get_trial_status = Method(lambda: cluster.license.get_trial_status)
    post_start_basic = Method(lambda: cluster.license.post_start_basic)
