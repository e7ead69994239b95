"""An officer commits every service, a holder sees it and says how the service stands, the officer reads all answers."""

LIST = "/plans/commitments/"
PHONE = {"viewport": {"width": 320, "height": 640}, "java_script_enabled": False}


def test_an_officer_places_it_a_holder_answers_and_the_officer_reads_the_roll_up(person):
    officer = person("performance@york.example")
    officer.go("/plans/")
    officer.click("Commitments for every service")
    officer.click("Place an indicator")
    officer.fill("Heading", "Complaints answered in time")
    officer.fill("Indicator", "CUS04")
    officer.fill("Target", "90%")
    officer.fill("For", "Q4 2019/20")
    officer.click("Place it in every plan")
    officer.sees("0 of 17 services have said")
    officer.click(officer.page.get_by_text("All that it says"))
    officer.check()

    holder = person("holder@york.example")
    holder.click(holder.page.get_by_role("link", name="Give the result").first)
    holder.fill("Result", "84")
    holder.click("Save the result for Q1 2019/20")
    holder.sees("Say why it misses the target, and what is being done about it")
    holder.fill("What happened, and what happens next", "Two officers left; both posts are filled again.")
    holder.click("Save the result for Q1 2019/20")
    holder.sees("against a target of")
    holder.sees("outside the agreed tolerance of 5 points")
    holder.go("/plans/css/2019-20/edit/indicators/")
    holder.sees("Commitment for every service: 90.0%, Q4 2019/20")

    officer.go(LIST)
    officer.click("Complaints answered in time")
    officer.sees("1 of 17 services has said: 1 red")
    officer.sees("Two officers left; both posts are filled again.")
    officer.click("Exempt a service")
    officer.select("Service", "Public Health")
    officer.fill("Why need it not keep the commitment?", "It has no complaints of its own.")
    officer.click("Exempt the service")
    officer.sees("1 of 16 services has said: 1 red")
    officer.click("Withdraw it")
    officer.fill("Why is it withdrawn?", "The grading of complaints changes in October.")
    officer.click(officer.page.get_by_role("button", name="Withdraw it"))
    officer.sees("The grading of complaints changes in October.")


def test_on_a_phone_and_without_scripts(person):
    officer = person("performance@york.example", **PHONE)
    officer.go(f"{LIST}new/action/")
    officer.fill("Heading", "Greener journeys")
    officer.fill("Action", "Make every journey for work on foot, by bicycle or by bus where that is possible")
    officer.click(officer.page.get_by_text("Themes, project type and priority, unless each service says them"))
    officer.choose("Should")
    officer.click("Place it in every plan")
    officer.sees("Commitment for every service, 2019/20")
    assert officer.page.evaluate("document.documentElement.scrollWidth") <= 320
    holder = person("holder@york.example", **PHONE)
    holder.go("/plans/css/2019-20/edit/actions/")
    holder.click(holder.page.locator("tr", has_text="Make every journey").get_by_role("link").first)
    holder.sees("Only a performance officer changes this.")
    holder.fill("In this service", "Home visits by bicycle within two miles")
    holder.click("Save action")
    holder.sees("In this service: Home visits by bicycle within two miles")
    for page in (LIST, "/plans/css/2019-20/read/"):
        holder.go(page)
        assert holder.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_other_pages_pass_their_checks(person):
    officer = person("performance@york.example")
    officer.go(LIST)
    officer.click("Ready when systems fail")
    officer.click("Change what it says")
    officer.fill("Action", "Write down how the service keeps going for three days without its systems")
    officer.click("Save, and change every draft")
    officer.sees("Write down how the service keeps going for three days without its systems")
    officer.go(f"{LIST}new/action/")
    officer.click("Place it in every plan")
    officer.sees("Enter the heading that it stands under")
