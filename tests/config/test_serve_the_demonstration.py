"""make demo PORT=8001: what the server is told about where it serves."""

from scripts import serve


def test_the_links_in_its_emails_lead_to_the_port_that_was_asked_for(monkeypatch):
    monkeypatch.delenv("SITE_URL", raising=False)
    assert serve.environment(8001)["SITE_URL"] == "http://127.0.0.1:8001"


def test_an_address_that_was_set_is_kept(monkeypatch):
    monkeypatch.setenv("SITE_URL", "http://plans.test")
    assert serve.environment(8001)["SITE_URL"] == "http://plans.test"
