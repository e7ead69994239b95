"""A director reads what they were told and chooses how; internal audit searches, reads and verifies the trail."""

import pytest

from common.models import LedgerCheck
from council.models import NoticeChoice, Notification

NARROW = {"width": 320, "height": 640}


def test_a_director_reads_what_waits_and_opens_it(person):
    director = person("director@york.example")
    unread = Notification.objects.filter(person__email="director@york.example", read_at=None).count()
    assert unread > 1
    director.click(director.page.get_by_role("link", name=f"Notifications ({unread} unread)"))
    assert director.heading == "Notifications"
    director.sees("For DMT: Education and Skills 2019/20")
    director.click("Open For DMT: Education and Skills 2019/20")
    assert director.page.url.endswith("/plans/eds/2019-20/")
    director.sees(f"({unread - 1} unread)")
    director.go("/notifications/")
    director.click("Show what is unread")
    director.click("Mark all as read")
    director.sees(f"{unread - 1} marked as read.")
    director.does_not_see("unread)")


@pytest.mark.parametrize("how", [{"java_script_enabled": False}, {"viewport": NARROW}])
def test_a_holder_chooses_how_they_are_told(person, how):
    holder = person("holder@york.example", **how)
    holder.go("/notifications/")
    holder.click("Choose how you are told")
    question = holder.page.get_by_role("group", name="My posts")
    question.get_by_label("Once a week", exact=True).check()
    holder.click("Save")
    holder.sees("Your choice is saved.")
    assert NoticeChoice.objects.get(person__email="holder@york.example", kind="post").delivery == "weekly"


def test_internal_audit_finds_what_was_altered_and_by_whom(person):
    auditor = person("auditor@york.example")
    auditor.sees("Latest changes")
    auditor.click("Search the audit trail")
    auditor.fill("About", "plan TRH 2019/20")
    auditor.select("What was done", "Approved")
    auditor.click("Show")
    auditor.sees("1 entry fits what you chose")
    auditor.sees("Executive Member for Transport")
    auditor.click(auditor.page.get_by_role("link", name="Entry").first)
    assert auditor.heading == "Approved"
    auditor.sees("Fingerprint of the text")
    auditor.click("Go to plan TRH 2019/20 v1")
    auditor.click("History in the audit trail")
    auditor.sees("what you chose")


@pytest.mark.parametrize("how", [{"java_script_enabled": False}, {"viewport": NARROW}])
def test_internal_audit_verifies_the_trail(person, how):
    auditor = person("auditor@york.example", **how)
    auditor.go("/audit/?since=soon")
    auditor.sees("“soon” is not a date.")
    auditor.click(auditor.page.get_by_role("button", name="Verify now"))
    auditor.sees("each as it was written")
    assert LedgerCheck.objects.get().holds
