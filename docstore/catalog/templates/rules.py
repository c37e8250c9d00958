"""What a template must obey together with the others, and changing them (``MetadataIndexTemplateService``)."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from docstore.caller import warn
from docstore.catalog.catalog import Catalog
from docstore.catalog.changes import delete_object, put_object
from docstore.catalog.current import current
from docstore.catalog.names.dots import warn_of_dot
from docstore.catalog.names.lookup import compiled
from docstore.catalog.settings.settings import Settings
from docstore.catalog.templates.component import COMPONENT_TEMPLATES, ComponentTemplate
from docstore.catalog.templates.composable import HIDDEN, INDEX_TEMPLATES, ComposableTemplate
from docstore.catalog.templates.composition import Composed, parts_of
from docstore.catalog.templates.known import Components, index_templates
from docstore.catalog.templates.legacy import LEGACY_TEMPLATES, LegacyTemplate
from docstore.catalog.templates.patterns import is_global, matches_any, overlap
from docstore.catalog.templates.stream_rules import check_streams
from docstore.errors import (
    ApiError,
    IllegalArgumentError,
    IndexTemplateMissingError,
    InvalidIndexTemplateError,
    ResourceNotFoundError,
)
from docstore.mapping.mapping import Mapping as FieldMapping
from docstore.storage.transaction import Transaction

_Named = ComposableTemplate | LegacyTemplate


def put_component(txn: Transaction, template: ComponentTemplate, *, create: bool) -> None:
    """:raises IllegalArgumentError: ``create`` and it exists, or an index template that is composed of it would be invalid."""
    catalog = current(txn)
    if create and template.name in Components(catalog):
        raise IllegalArgumentError(f"component template [{template.name}] already exists")
    if HIDDEN in (template.template.settings or {}):
        users = [user for user in _users(catalog, [template.name]) if is_global(user.patterns)]
        if users:
            raise IllegalArgumentError(
                f"cannot update component template [{template.name}] because the following global templates would resolve to specifying "
                f"the [{HIDDEN}] setting: [{','.join(user.name for user in users)}]"
            )
    components = ChainMap({template.name: template}, Components(catalog))  # type: ignore[arg-type]
    for user in _users(catalog, [template.name]):
        try:
            check_composition(user, components)
        except ApiError as error:
            raise IllegalArgumentError(
                f"updating component template [{template.name}] results in invalid composable template [{user.name}] after templates "
                "are merged",
                caused_by=error,
            ) from error
    put_object(txn, COMPONENT_TEMPLATES, template.name, template)


def delete_components(txn: Transaction, names: Iterable[str]) -> None:
    """Those that Elasticsearch brings are there again at once; a pattern does not mean them.

    :raises IllegalArgumentError: an index template uses one.
    :raises ResourceNotFoundError: there is none of a name.
    """
    catalog = current(txn)
    asked, stored = list(names), catalog.section(COMPONENT_TEMPLATES)
    found = _found(asked, Components(catalog), lambda missing: ResourceNotFoundError(",".join(missing)))
    doomed = [name for name in found if name in stored or name in asked]
    users = _users(catalog, doomed)
    if users:
        used = [name for name in doomed if any(name in user.composed_of for user in users)]
        raise IllegalArgumentError(
            f"component templates [{', '.join(used)}] cannot be removed as they are still in use by index templates "
            f"[{', '.join(user.name for user in users)}]"
        )
    for name in doomed:
        if name in stored:
            delete_object(txn, COMPONENT_TEMPLATES, name)


def put_template(txn: Transaction, template: ComposableTemplate, *, create: bool) -> None:
    """:raises ApiError: it cannot stand beside the others, or composes to no valid index, or takes their template from data streams."""
    if create and template.name in index_templates(current(txn)):
        raise IllegalArgumentError(f"index template [{template.name}] already exists")
    check_template(current(txn), template)
    check_streams(current(txn), template)
    for pattern in template.patterns:
        warn_of_dot(pattern)
    older = _overlapped(current(txn).section(LEGACY_TEMPLATES).values(), template)
    if older:
        warn(
            f"index template [{template.name}] has index patterns [{', '.join(template.patterns)}] matching patterns from existing older "
            f"templates {older}; this template [{template.name}] will take precedence during new index creation"
        )
    put_object(txn, INDEX_TEMPLATES, template.name, template)


def check_template(catalog: Catalog, template: ComposableTemplate) -> None:
    """:raises InvalidIndexTemplateError: a name or a pattern that cannot be, a component that does not exist.
    :raises IllegalArgumentError: another template of the same priority matches the same names, or the whole is no valid index.
    """
    check_template_name(template.name, template.patterns)
    _check_components(catalog, template)
    components = Components(catalog)
    parts = parts_of(template, components)
    if is_global(template.patterns) and any(HIDDEN in (part.settings or {}) for part in parts):
        raise InvalidIndexTemplateError(template.name, f"global composable templates may not specify the setting {HIDDEN}")
    _check_overlaps(catalog, template)
    whole = Composed.of(parts, "")
    if template.data_stream is None and whole.lifecycle is not None:
        raise IllegalArgumentError(
            f"index template [{template.name}] specifies lifecycle configuration that can only be used in combination with a data stream"
        )
    if template.data_stream is None and whole.data_stream_options is not None:
        raise IllegalArgumentError(
            f"index template [{template.name}] specifies data stream options that can only be used in combination with a data stream"
        )
    if template.data_stream is not None and str(whole.settings.get("index.mode")) == "lookup":
        raise IllegalArgumentError(
            f"index template [{template.name}] specifies [index.mode=lookup], which is not supported for data streams"
        )
    try:
        check_composition(template, components)
    except ApiError as error:
        others = f" with component templates [{', '.join(template.composed_of)}]" if template.composed_of else ""
        raise IllegalArgumentError(
            f"composable template [{template.name}] template after composition{others} is invalid", caused_by=error
        ) from error


def _check_components(catalog: Catalog, template: ComposableTemplate) -> None:
    known, forgiven = Components(catalog), template.ignore_missing or ()
    missing = [name for name in template.composed_of if name not in known and name not in forgiven]
    if missing:
        raise InvalidIndexTemplateError(
            template.name, f"index template [{template.name}] specifies component templates [{', '.join(missing)}] that do not exist"
        )


def _check_overlaps(catalog: Catalog, template: ComposableTemplate) -> None:
    rivals = [
        other
        for other in index_templates(catalog).values()
        if other.name != template.name and other.rank == template.rank and overlapping(template.patterns, other.patterns)
    ]
    if rivals:
        names = ", ".join(other.name for other in rivals)
        shown = ", ".join(f"{other.name} => [{', '.join(other.patterns)}]" for other in rivals)
        raise IllegalArgumentError(
            f"index template [{template.name}] has index patterns [{', '.join(template.patterns)}] matching patterns from existing "
            f"templates [{names}] with patterns ({shown}) that have the same priority [{template.rank}], multiple index templates may "
            "not match during index creation, please use a different priority"
        )


def _overlapped(others: Iterable[_Named], template: _Named) -> str:
    """Which of the others match names that a template matches: ``[a,b] with patterns (a => [x*],b => [y*])``."""
    found = [other for other in others if other.name != template.name and overlapping(template.patterns, other.patterns)]
    if not found:
        return ""
    shown = ",".join(f"{other.name} => [{', '.join(other.patterns)}]" for other in found)
    return f"[{','.join(other.name for other in found)}] with patterns ({shown})"


def overlapping(patterns: Iterable[str], others: Iterable[str]) -> bool:
    """Whether there is a name that both lists match."""
    second = list(others)
    return any(overlap(one, other) for one in patterns for other in second)


def check_composition(template: ComposableTemplate, components: Mapping[str, ComponentTemplate]) -> Composed:
    """What it composes to, as an index would have it.

    :raises ApiError: no index could.
    """
    found = Composed.of(parts_of(template, components), "")
    if template.data_stream is not None:
        found = found.of_data_stream()
    FieldMapping.parse(found.mappings, settings=Settings(dict(found.settings)).flat)
    return found


def delete_templates(txn: Transaction, names: Iterable[str]) -> None:
    """Those that Elasticsearch brings are there again at once.

    :raises IndexTemplateMissingError: there is none of a name.
    :raises IllegalArgumentError: a data stream would be left without a template.
    """
    catalog = current(txn)
    stored = catalog.section(INDEX_TEMPLATES)
    found = _found(names, index_templates(catalog), lambda missing: IndexTemplateMissingError(missing[0]))
    doomed = [name for name in found if name in stored]
    needed = [stream for stream in catalog.lookup.streams if _left_without(catalog, stream, doomed)]
    if needed:
        raise IllegalArgumentError(
            f"unable to remove composable templates [{', '.join(doomed)}] as they are in use by a data streams [{', '.join(needed)}]"
        )
    for name in doomed:
        delete_object(txn, INDEX_TEMPLATES, name)


def _left_without(catalog: Catalog, stream: str, doomed: list[str]) -> bool:
    fitting = [
        template.name
        for template in index_templates(catalog).values()
        if template.data_stream is not None and matches_any(template.patterns, stream)
    ]
    return bool(fitting) and set(fitting) <= set(doomed)


def put_legacy(txn: Transaction, template: LegacyTemplate, *, create: bool) -> None:
    """:raises ApiError: ``create`` and it exists, a name or a pattern that cannot be, or composable templates match the same names."""
    before = current(txn).section(LEGACY_TEMPLATES).get(template.name)
    if create and before is not None:
        raise IllegalArgumentError(f"index_template [{template.name}] already exists")
    check_template_name(template.name, template.patterns)
    if is_global(template.patterns) and HIDDEN in (template.template.settings or {}):
        raise InvalidIndexTemplateError(template.name, f"global templates may not specify the setting {HIDDEN}")
    if overlaps := _overlapped(index_templates(current(txn)).values(), template):
        what = f"legacy template [{template.name}] has index patterns [{', '.join(template.patterns)}] matching patterns from existing "
        what += f"composable templates {overlaps}"
        if not is_global(template.patterns) and (before is None or before.patterns != template.patterns):
            raise IllegalArgumentError(f"{what}, use composable templates (/_index_template) instead")
        warn(f"{what}; this template [{template.name}] may be ignored in favor of a composable template at index creation time")
    put_object(txn, LEGACY_TEMPLATES, template.name, template)


def delete_legacy(txn: Transaction, names: Iterable[str]) -> None:
    """:raises IndexTemplateMissingError: there is none of a name."""
    for name in _found(names, current(txn).section(LEGACY_TEMPLATES), lambda missing: IndexTemplateMissingError(missing[0])):
        delete_object(txn, LEGACY_TEMPLATES, name)


def check_template_name(name: str, patterns: Iterable[str]) -> None:
    """:raises InvalidIndexTemplateError: a name or a pattern that cannot be (``MetadataIndexTemplateService.validate``)."""
    for forbidden, said in ((" ", "a space"), (",", "a ','"), ("#", "a '#'"), ("*", "a '*'")):
        if forbidden in name:
            raise InvalidIndexTemplateError(name, f"name must not contain {said}")
    if name.startswith("_"):
        raise InvalidIndexTemplateError(name, "name must not start with '_'")
    if name.lower() != name:
        raise InvalidIndexTemplateError(name, "name must be lower cased")
    for pattern in patterns:
        problem = _pattern_problem(pattern)
        if problem is not None:
            raise InvalidIndexTemplateError(name, problem)


def _pattern_problem(pattern: str) -> str | None:
    for forbidden, said in ((" ", "a space"), (",", "a ','"), ("#", "a '#'"), (":", "a ':'")):
        if forbidden in pattern:
            return f"index_patterns [{pattern}] must not contain {said}"
    if pattern.startswith("_"):
        return f"index_patterns [{pattern}] must not start with '_'"
    bad = [letter for letter in '\\/?"<>|' if letter in pattern]
    if bad:
        shown = "[" + ", ".join(letter for letter in ' "*,/<>?\\|' if letter != "*") + "]"
        return f"index_patterns [{pattern}] must not contain the following characters {shown}"
    return None


def _users(catalog: Catalog, components: Iterable[str]) -> list[ComposableTemplate]:
    wanted = set(components)
    return [template for template in index_templates(catalog).values() if wanted.intersection(template.composed_of)]


def _found(names: Iterable[str], known: Mapping[str, Any], missing_error: Callable[[list[str]], ApiError]) -> list[str]:
    """The names that the names and patterns of a delete mean."""
    asked = list(names)
    missing = [name for name in asked if "*" not in name and name not in known]
    if missing:
        raise missing_error(missing)
    return selected(asked, known)


def selected(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """Known names that one of these names or patterns matches, in order."""
    patterns = [compiled(name) for name in names]
    return [name for name in known if any(pattern.fullmatch(name) for pattern in patterns)]
