"""What a browser test notices by itself, shown on pages that have something wrong with them."""

import pytest

from tests.browser.person import Person

SITE = "http://127.0.0.1:9"
POLICY = {"content-security-policy": "default-src 'self'; img-src 'self' data:"}
PAGES = {
    "/": '<ul><li><a href="/unlabelled">Name</a></li></ul><p><a href="/sound">Sound</a></p>',
    "/sound": "<p>All is well.</p>",
    "/unlabelled": "<input>",
    "/inline": "<script>document.body.append('ran')</script>",
    "/elsewhere": '<img alt="A map" src="https://maps.example.org/map.png">',
}
FRAME = '<!doctype html><html lang="en"><head><link rel="icon" href="data:,"><title>A page</title></head><body>'


@pytest.fixture
def person(new_context):
    def answer(route):
        path = route.request.url.removeprefix(SITE)
        status = int(path[1:]) if path[1:].isdigit() else 200
        body = f"{FRAME}<main><h1>A page</h1>{PAGES.get(path, '')}</main></body></html>"
        route.fulfill(status=status, headers=POLICY, content_type="text/html", body=body)

    page = new_context().new_page()
    page.route(f"{SITE}/**", answer)
    return Person(page, SITE)


def test_a_sound_page_passes(person):
    person.go("/")
    person.click("Sound")
    person.sees("All is well.")
    assert person.heading == "A page"


def test_a_field_without_a_label_is_noticed_on_arrival(person):
    person.go("/")
    with pytest.raises(AssertionError, match=r"/unlabelled breaks WCAG 2.2 AA:\nlabel \(critical\)"):
        person.click("Name")


def test_a_breach_of_the_content_policy_is_noticed(person):
    with pytest.raises(AssertionError, match="Content Security Policy"):
        person.go("/inline")


def test_a_picture_from_another_machine_is_noticed(person):
    with pytest.raises(AssertionError, match=r"maps\.example\.org"):
        person.go("/elsewhere")


def test_a_failure_of_the_server_is_noticed(person):
    with pytest.raises(AssertionError, match="answered 503"):
        person.go("/503")


def test_a_refusal_is_a_page_like_any_other(person):
    assert person.go("/409").status == 409
    assert person.heading == "A page"
