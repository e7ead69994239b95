"""Drafts of templates, and the addresses of their pages."""

from django.forms import Select

from serviceplans.transitions import templating
from tests.serviceplans.factories import york

HOME = "/council/templates/"
V1, V2 = f"{HOME}york-2019/1/", f"{HOME}york-2019/2/"


def a_draft(people):
    """The next version of York's template, begun by the performance officer."""
    york()
    return templating.begin_next("york-2019", by=people.officer)


def order(template):
    return [(section.key, [part.key for part in section.parts.all()]) for section in template.sections.all()]


def typed(page):
    """What a browser would post of a page's forms as they stand."""
    forms = [page.context["form"], page.context["settings"].words]
    forms += [rows.formset for rows in page.context["settings"].lists]
    posted = {}
    for form in forms:
        for one in [form.management_form, *form.forms] if hasattr(form, "forms") else [form]:
            for field in one:
                value = field.value()
                if (
                    isinstance(field.field.widget, Select)
                    and value in (None, "")
                    and "" not in dict(field.field.choices)
                ):
                    value = next((str(key) for key, _ in field.field.choices), None)
                if value is not None and value is not False and value != "":
                    posted[field.html_name] = value
    return posted
