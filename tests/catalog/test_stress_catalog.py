"""Random changes against a model of dicts; after each, the catalog is sound, and equal when read anew."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from docstore.catalog import changes
from docstore.catalog.aliases.actions import parse_actions
from docstore.catalog.aliases.update import update_aliases
from docstore.catalog.check import check_catalog
from docstore.catalog.current import current
from docstore.catalog.names import options
from docstore.catalog.names.lookup import compiled
from docstore.clock import CLOCK
from docstore.errors import ApiError
from docstore.storage.opening import open_environment
from tests.examples import TIMES

NAMES = st.sampled_from(["a", "ab", "abc", "b", "ba"])
ALIASES = st.sampled_from(["x", "xy", "a", "yx"])
PATTERNS = st.sampled_from(["*", "a*", "*b", "x*", "*x*", "a*c", "*a,-ab*"])


class CatalogMachine(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.environment = open_environment(None)
        self.model: dict[str, dict] = {}

    def teardown(self):
        self.environment.close()

    def aliases_of_model(self):
        return {alias for index in self.model.values() for alias in index["aliases"]}

    def attempt(self, allowed, action):
        """The action happens exactly when the model allows it."""
        try:
            with self.environment.write() as txn:
                action(txn)
        except ApiError:
            assert not allowed
        else:
            assert allowed

    @rule(name=NAMES, alias=st.none() | ALIASES)
    def create(self, name, alias):
        taken = name in self.model or name in self.aliases_of_model()
        allowed = not taken and alias != name and alias not in self.model
        aliases = {} if alias is None else {alias: {}}
        self.attempt(allowed, lambda txn: changes.create_index(txn, name, aliases=aliases, clock=CLOCK))
        if allowed:
            self.model[name] = {"aliases": set(aliases), "closed": False}

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def delete(self, data):
        name = data.draw(st.sampled_from(sorted(self.model)))
        self.attempt(True, lambda txn: changes.delete_index(txn, current(txn).index(name)))
        del self.model[name]

    @precondition(lambda self: self.model)
    @rule(data=st.data(), closed=st.booleans())
    def close(self, data, closed):
        name = data.draw(st.sampled_from(sorted(self.model)))
        self.attempt(True, lambda txn: changes.put_index(txn, current(txn).index(name).with_closed(closed)))
        self.model[name]["closed"] = closed

    @rule(name=NAMES, alias=ALIASES)
    def add_alias(self, name, alias):
        allowed = name in self.model and alias not in self.model
        actions = parse_actions([{"add": {"index": name, "alias": alias}}])
        self.attempt(allowed, lambda txn: update_aliases(txn, actions))
        if allowed:
            self.model[name]["aliases"].add(alias)

    @rule(name=NAMES, alias=ALIASES)
    def remove_alias(self, name, alias):
        allowed = name in self.model and alias in self.model[name]["aliases"]
        actions = parse_actions([{"remove": {"index": name, "alias": alias}}])
        self.attempt(allowed, lambda txn: update_aliases(txn, actions))
        if allowed:
            self.model[name]["aliases"].discard(alias)

    @rule(pattern=PATTERNS)
    def resolve(self, pattern):
        with self.environment.read() as txn:
            found = {index.name for index in current(txn).resolve(pattern, options.OPEN)}
        wanted, _, excluded = pattern.partition(",-")
        expected = {n for n, i in self.model.items() if not i["closed"] and self.matches(wanted, n)}
        if excluded:
            expected -= {n for n in expected if self.matches(excluded, n)}
        assert found == expected

    def matches(self, pattern, name):
        return any(compiled(pattern).fullmatch(other) for other in {name, *self.model[name]["aliases"]})

    @rule()
    def forget(self):
        self.environment.cache.clear()

    @invariant()
    def is_sound(self):
        with self.environment.read() as txn:
            assert list(check_catalog(txn)) == []
            seen = {i.name: {"aliases": set(i.aliases), "closed": i.closed} for i in current(txn)}
        assert seen == self.model


TestCatalog = CatalogMachine.TestCase
TestCatalog.settings = settings(max_examples=25 * TIMES, stateful_step_count=25, deadline=None)
