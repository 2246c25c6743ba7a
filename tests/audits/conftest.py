"""Until the catalogue takes in the checks of `audits.more_*`, the tests that import them leave it as it was."""

from audits.checks import _CHECKS


def pytest_collection_finish() -> None:
    """Take out again what importing the test modules entered: rubrics and docs speak of the catalogue alone."""
    for check_id, one in list(_CHECKS.items()):
        if one.judge.__module__.startswith("audits.more_"):
            del _CHECKS[check_id]
