"""What a browser would send back of a page's formset as it stands."""


def filled(response, **hidden):
    """Every field of the page's formset with the value that the page shows, and what else the page hides."""
    formset = response.context["formset"]
    data = {
        f"{formset.prefix}-TOTAL_FORMS": len(formset.forms),
        f"{formset.prefix}-INITIAL_FORMS": formset.initial_form_count(),
    }
    for form in formset.forms:
        for field in form:
            data[field.html_name] = field.value() or ""
    return data | hidden
