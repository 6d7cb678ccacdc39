"""The option --no-skips: a run that says everything is there does not pass with something left out."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CONFTEST = Path(__file__).parents[1] / "conftest.py"
SKIPS = {
    "marked": "import pytest\n@pytest.mark.skip(reason='no browser')\ndef test_it(): pass",
    "inside": "import pytest\ndef test_it(): pytest.skip('no browser')",
    "module": "import pytest\npytest.skip('no browser', allow_module_level=True)",
}


@pytest.mark.parametrize("kind", SKIPS)
def test_a_skip_fails_the_run_only_when_skips_are_refused(pytester: pytest.Pytester, kind: str) -> None:
    pytester.makeconftest(CONFTEST.read_text())
    pytester.makepyfile(SKIPS[kind])

    usual = pytester.runpytest("-p", "no:django")
    strict = pytester.runpytest("-p", "no:django", "--no-skips")

    assert usual.parseoutcomes() == {"skipped": 1}
    assert usual.ret in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
    assert strict.ret != pytest.ExitCode.OK
    strict.stdout.fnmatch_lines(["*skipped, and --no-skips is set: *no browser*"])
