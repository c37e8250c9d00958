from __future__ import annotations

import gc

import pytest

from docstore.columns.quiet import quiet


def test_the_collector_comes_back_after_the_outermost_pause() -> None:
    assert gc.isenabled()
    with quiet():
        with quiet():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_comes_back_after_an_error() -> None:
    with pytest.raises(KeyError), quiet():
        raise KeyError
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with quiet():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
