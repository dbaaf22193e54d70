"""Many who write into the audit chain at once, and a portal from before there was one: as processes of their own."""

import pytest

from tests.reports.test_publish_at_once import manage, portal  # noqa: F401  a fixture

NOTES = "from library import audit; [audit.note('accounts.erased', key) for key in range(20)]"
PUBLISH = ["publish", "nepal", "--by", "publisher@example.org", "--as-of", "2026", "--checked"]


def done(process) -> str:
    said, _nothing = process.communicate(timeout=300)
    assert process.returncode == 0, said
    return said


@pytest.mark.slow
def test_many_at_once_make_one_chain_and_an_old_portal_is_taken_into_one(portal) -> None:  # noqa: F811
    for words in (["migrate", "--verbosity", "0"], ["seed", "--demo"]):
        done(manage(portal, *words))
    before = int(done(manage(portal, "verify_audit")).split()[0])
    at_once = [manage(portal, "shell", "--verbosity", "0", "-c", NOTES) for _writer in range(3)]
    at_once += [manage(portal, *PUBLISH) for _publisher in range(2)]
    for process in at_once:
        done(process)
    assert int(done(manage(portal, "verify_audit")).split()[0]) == before + 3 * 20 + 2

    done(manage(portal, "migrate", "library", "0002"))  # there is no chain any more: as in a portal that never had one
    for _twice in range(2):
        done(manage(portal, "migrate", "--verbosity", "0"))
    # What is done with accounts leaves no row; one entry says that the others were named later.
    assert int(done(manage(portal, "verify_audit")).split()[0]) == before + 2 + 1
