"""Index settings and cluster settings: which are obeyed, which are kept without effect."""

from __future__ import annotations

from collections.abc import Mapping

from docstore.api.compared.row import Row, Section
from docstore.catalog.settings import cluster_known as cluster_setting_list
from docstore.catalog.settings import known as index_settings
from docstore.catalog.settings.setting import Change, Raw, Setting

_CHANGES = {Change.DYNAMIC: "any time", Change.STATIC: "while closed", Change.FINAL: "never", Change.PRIVATE: "never, private"}
_NOT_AT_ALL = "refused: docstore could not obey it"


def sections() -> list[Section]:
    """Those of indices, and those of the cluster."""
    of_index = {**index_settings.SETTINGS, **index_settings.GROUPS}
    of_cluster = {**cluster_setting_list.CLUSTER_SETTINGS, **cluster_setting_list.GROUPS}
    index = "All are checked, kept and shown. A name that ends with `*` stands for all below it."
    return [
        Section("Index settings", index, ("setting", "changes", "default"), (("", _rows(of_index, _CHANGES)),)),
        Section(
            "Cluster settings",
            "What is no cluster setting that can change while a node runs is not listed.",
            ("setting", "default"),
            (("", [_cluster(of_cluster[name], of_cluster) for name in sorted(of_cluster) if _changes(of_cluster[name])]),),
        ),
    ]


def _changes(setting: Setting) -> bool:
    return setting.change is Change.DYNAMIC


def _rows(declared: Mapping[str, Setting], changes: Mapping[Change, str]) -> list[Row]:
    return [_row(declared[name], (changes[declared[name].change], _default(declared[name], declared))) for name in sorted(declared)]


def _cluster(setting: Setting, declared: Mapping[str, Setting]) -> Row:
    if setting.name in cluster_setting_list.REFUSED:
        return Row(_name(setting), "no", _NOT_AT_ALL, (_default(setting, declared),))
    return _row(setting, (_default(setting, declared),))


def _row(setting: Setting, more: tuple[str, ...]) -> Row:
    note = f"only {setting.only}" if setting.only else "" if setting.obeyed else "kept, no effect"
    return Row(_name(setting), "partly" if note else "yes", note, more)


def _name(setting: Setting) -> str:
    return f"{setting.name}*" if setting.is_group else setting.name


def _default(setting: Setting, declared: Mapping[str, Setting]) -> str:
    raw: Raw | None = setting.default_among({}, declared)
    return "" if raw is None or raw in ("", []) else f"`{raw if isinstance(raw, str) else ','.join(raw)}`"
