import json

import pytest

from docstore.cli.screen import Screen


def test_json_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    screen = Screen(as_json=True)
    with screen.bar("long work") as bar:
        bar.of(1, 2, 3.0, 4.0)
        bar.counted(5)
    screen.answer({"a": "é"}, lambda console: console.print("for people"))
    captured = capsys.readouterr()
    assert json.loads(captured.out) == {"a": "é"}
    assert captured.out.count("\n") == 1
    assert captured.err == ""


def test_people_get_text_and_no_bars_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    screen = Screen(as_json=False)
    with screen.bar("long work") as bar:
        bar.of(1, 2, 3.0, 4.0)
    screen.answer({"a": 1}, lambda console: console.print("for people"))
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("for people\n", "")


def test_bars_on_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    screen = Screen(as_json=False)
    with screen.bar("long work") as bar:
        bar.of(1, 2, 3.0, 4.0)
        bar.counted(5)
    assert "long work" in capsys.readouterr().err
