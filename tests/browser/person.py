"""A person at a browser. Every page that they come to is checked before they do anything else on it."""

from urllib.parse import urljoin

from django.contrib.auth import get_user_model
from django.urls import reverse
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, expect

from tests.browser.axe import violations

MARK = "lineOfSightChecked"


class Person:
    """Someone at a page: signs in, opens addresses, clicks, fills in, and reads.

    Each new page, and each one left, must have no accessibility violation, no message of an error on the browser's
    console (a breach of the content security policy is one) and no answer 500 or above. Without scripts
    axe cannot run; the rest is still checked.
    """

    def __init__(self, page, home, *, scripts=True):
        self.page = page
        self.home = home
        self.scripts = scripts
        self.troubles = []
        self.addresses = set()
        self.leaving = False
        page.on("console", self._hear_console)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: script error: {error}"))
        page.on("request", self._see_request)
        page.on("response", self._see_response)
        page.on("requestfailed", self._see_failure)

    def sign_in(self, email):
        """Sign in with the demonstration's button for this person on the front page."""
        self.go("/")
        address = reverse("demo_sign_in", args=[get_user_model().objects.get(email=email).pk])
        self.click(self.page.locator(f'form[action="{address}"] button'))
        return self

    def go(self, url):
        """Open an address of the site and return the response."""
        self._before()
        response = self.page.goto(urljoin(self.home, url))
        self.check()
        return response

    def click(self, target):
        """Click a link, a button or a tab by its whole name, or a locator."""
        self._do(self._target(target).click)

    def press(self, key):
        """Press a key where the focus is."""
        self._do(lambda: self.page.keyboard.press(key))

    def fill(self, label, text):
        """Type into the field with this label, in place of what is there."""
        self._do(lambda: self.page.get_by_label(label, exact=True).fill(text))

    def choose(self, label):
        """Choose a radio button or tick a checkbox by its label."""
        self._do(lambda: self.page.get_by_label(label, exact=True).check())

    def select(self, label, option):
        """Choose an option of a drop-down list."""
        self._do(lambda: self.page.get_by_label(label, exact=True).select_option(label=option))

    def upload(self, label, path):
        """Choose a file from this machine."""
        self._do(lambda: self.page.get_by_label(label, exact=True).set_input_files(str(path)))

    def back(self):
        """Use the browser's Back button."""
        self._before()
        self.page.go_back()
        self.check()

    def sees(self, text):
        """The text is on the page, and visible."""
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()

    def does_not_see(self, text):
        """The text is nowhere to be seen on the page."""
        expect(self.page.get_by_text(text).filter(visible=True)).to_have_count(0)

    @property
    def heading(self):
        """The page's main heading."""
        return self.page.locator("h1").inner_text()

    def check(self):
        """Fail unless the page as it is now is clean. Call it after something changed without a new page."""
        self.page.wait_for_load_state("load")
        broken = violations(self.page) if self.scripts else []
        self.page.evaluate(f"document.{MARK} = true")
        assert not broken, f"{self.page.url} breaks WCAG 2.2 AA:\n" + "\n".join(broken)
        self._report_troubles()

    def check_unless_checked(self):
        """The same, unless this very page was checked when the person came to it."""
        if self.page.url != "about:blank" and not self._ask(f"document.{MARK} === true"):
            self.check()
        self._report_troubles()

    def _report_troubles(self):
        troubles, self.troubles = self.troubles, []
        assert not troubles, "\n".join(troubles)

    def _before(self):
        self.check_unless_checked()
        self.leaving = False

    def _do(self, action):
        self._before()
        action()
        # A click answers before the page that it asks for is there; asking the page anything gives events their turn.
        self._ask("0")
        if self.leaving:
            self.page.wait_for_load_state("load")
        self.check_unless_checked()

    def _ask(self, script):
        """Evaluate on the page; once more on the next one where the page is left just then, as when an autosave's
        answer lets a form go."""
        try:
            return self.page.evaluate(script)
        except PlaywrightError as error:
            if "context was destroyed" not in str(error):
                raise
            self.page.wait_for_load_state("load")
            return self.page.evaluate(script)

    def _target(self, target):
        if isinstance(target, Locator):
            return target
        roles = [self.page.get_by_role(role, name=target, exact=True) for role in ("button", "link", "tab")]
        return roles[0].or_(roles[1]).or_(roles[2])

    def _see_request(self, request):
        if request.is_navigation_request() and request.frame == self.page.main_frame:
            self.leaving = True
            self.addresses.add(request.url)

    def _see_response(self, response):
        if response.status >= 500:
            self.troubles.append(f"{response.url} answered {response.status}")

    def _see_failure(self, request):
        # A page that the person left before it came, or a download, is no trouble.
        if not request.is_navigation_request() and request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"{self.page.url}: could not load {request.url} ({request.failure})")

    def _hear_console(self, message):
        if message.type != "error":
            return
        # A page may be answered with 403, 404, 409 or 422: that is for the test to expect, not an error of the page.
        about = message.location.get("url", "")
        if not (about in self.addresses and message.text.startswith("Failed to load resource")):
            self.troubles.append(f"{self.page.url}: console: {message.text} ({about})")
