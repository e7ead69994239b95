"""An auditor's finding and its answer, a return that is sent, and a reminder: in a browser, on every page's check."""

from datetime import date

from django.core import mail

from performance.models import AuditFinding, DataQualityAssessment, StatutoryReturn

PAGES = [
    "/performance/data-quality/",
    "/performance/indicators/csc04/quality/",
    "/performance/indicators/csc04/quality/accuracy/",
    "/performance/indicators/csc04/quality/all/",
    "/performance/findings/",
    "/performance/findings/?show=answered",
    "/performance/returns/",
    "/performance/returns/new/",
    "/performance/due/",
    "/performance/due/?period=Q1+2019/20",
]


def test_an_auditor_judges_and_finds_and_the_owner_answers(visitor):
    auditor = visitor().sign_in("auditor@york.example")
    auditor.go("/performance/indicators/csc07/quality/")
    auditor.click(auditor.page.get_by_role("link", name="Assess accuracy"))
    auditor.choose("Fair")
    auditor.click("Save the judgement")
    auditor.sees("Say what the grade rests on")
    auditor.fill("Evidence", "Two of thirty households had moved.")
    auditor.click("Save the judgement")
    auditor.sees("Two of thirty households had moved.")
    auditor.click("Assess all six")
    six = auditor.page.get_by_role("region", name="Relevance")
    six.get_by_label("Good", exact=True).check()
    auditor.click("Save what I judged")
    auditor.sees("Say what the grade rests on")
    six.get_by_label("Evidence").fill("Read by the DMT each quarter.")
    auditor.click("Save what I judged")
    auditor.sees("1 principle of CSC07 assessed.")
    auditor.click("Record a finding")
    auditor.fill("What was found", "Households that had moved were counted.")
    auditor.fill("Answer due by", "30 September 2019")
    auditor.click("Record the finding")
    auditor.sees("Waits for an answer")
    assert DataQualityAssessment.objects.filter(indicator__reference="CSC07", grade="fair").exists()
    owner = visitor().sign_in("contributor@york.example")
    finding = AuditFinding.objects.get(indicator__reference="CSC07")
    owner.go("/notifications/")
    owner.sees("Audit finding on CSC07: answer by 30 September 2019")
    owner.go("/performance/findings/?show=mine")
    owner.click("Households that had moved were counted.")
    assert owner.page.url.endswith(f"/performance/findings/{finding.pk}/")
    owner.fill("Answer", "The register is checked each quarter from October.")
    owner.click("Answer")
    owner.sees("The answer is recorded.")


def test_an_officer_keeps_returns_and_reminds_owners(visitor):
    officer = visitor().sign_in("performance@york.example")
    for url in PAGES:
        officer.go(url)
    officer.go("/performance/returns/")
    officer.click("Homelessness case level collection (H-CLIC)")
    officer.select("How far it has come", "Checked")
    officer.click("Save")
    officer.sees("Homelessness case level collection (H-CLIC): checked.")
    officer.click("Record that it was sent")
    officer.click("Record it")
    officer.sees("is recorded.")
    assert StatutoryReturn.objects.get(name__startswith="Homelessness").next_due == date(2019, 11, 16)
    officer.go("/performance/due/")
    mail.outbox.clear()
    officer.click("Remind all owners")
    officer.sees("people are reminded.")
    assert mail.outbox and all("/performance/" in sent.body for sent in mail.outbox)


def test_on_a_small_screen(visitor):
    small = visitor(viewport={"width": 320, "height": 640}).sign_in("performance@york.example")
    for url in PAGES:
        small.go(url)
        assert small.page.evaluate("document.documentElement.scrollWidth") <= 320, url
