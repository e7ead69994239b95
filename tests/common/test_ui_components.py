"""What a person sees of the components of every page: words with colours, escaped text, links that lead somewhere."""

import re
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

HOSTILE = "<script>alert(1)</script>"


def show(source, **context):
    return " ".join(Template(source).render(Context(context)).split())


def words_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize(
    ("value", "shown"),
    [("red", "◆ Red"), ("amber", "▲ Amber"), ("green", "● Green"), ("none", "○ Not rated"), ("", "○ Not rated")],
)
def test_a_rating_is_a_shape_and_a_word(value, shown):
    html = show("{% rag value %}", value=value)
    assert words_of(html) == shown
    assert f"los-rag--{value or 'none'}" in html


def test_a_rating_may_say_more_and_is_escaped():
    assert words_of(show('{% rag "none" "Awaiting data" %}')) == "○ Awaiting data"
    assert HOSTILE not in show('{% rag "red" word %}', word=HOSTILE)


@pytest.mark.parametrize(
    ("word", "arrow", "shown"),
    [
        ("worsening", "up", "▲ Worsening"),
        ("worsening", "down", "▼ Worsening"),
        ("improving", "up", "▲ Improving"),
        ("stable", "flat", "■ Stable"),
        ("rising", "up", "▲ Rising"),
        ("falling", "down", "▼ Falling"),
        ("none", "up", "No trend"),
    ],
)
def test_a_direction_is_an_arrow_and_a_word(word, arrow, shown):
    assert words_of(show("{% direction word arrow %}", word=word, arrow=arrow)) == shown


def test_a_direction_says_when_it_was_set_by_hand():
    assert words_of(show('{% direction "stable" "flat" overridden=True %}')) == "■ Stable (set by hand)"


def test_breadcrumbs_end_at_the_page_itself():
    html = show('{% breadcrumbs "Plans" "/plans/" label "" %}', label=HOSTILE)
    assert '<a class="govuk-breadcrumbs__link" href="/plans/">Plans</a>' in html
    assert html.count("<a ") == 1
    assert 'aria-current="page"' in html
    assert HOSTILE not in html


def test_a_timeline_writes_moments_in_london_time():
    entry = {"heading": "Returned", "when": datetime(2019, 8, 6, 13, 10, tzinfo=UTC), "text": HOSTILE, "digest": "9f2c"}
    html = show("{% timeline entries %}", entries=[entry, {"heading": "Now", "state": "current"}])
    assert "6 August 2019, 14:10" in html
    assert "9f2c" in html
    assert HOSTILE not in html
    assert html.count('aria-current="step"') == 1


def test_a_summary_list_says_what_each_change_link_changes():
    rows = [
        {"key": "Vision", "value": "One\nTwo", "change_url": "/v/", "change_hidden": "the vision"},
        {"key": "Due", "value": date(2019, 10, 31)},
        {"key": "Partners", "value": ["Health", HOSTILE]},
        {"key": "State", "value": "Draft", "value_tag": "blue"},
    ]
    html = show("{% summary_list rows %}", rows=rows)
    assert words_of(html).startswith("Vision One Two Change the vision")
    assert "31 October 2019" in html
    assert html.count("<li>") == 2
    assert "govuk-tag--blue" in html
    assert HOSTILE not in html


def test_a_comment_can_be_resolved_from_inside_another_form():
    remark = {"author": "Director", "when": date(2019, 8, 6), "text": "Say more", "resolve_url": "/resolve/1/"}
    done = {**remark, "resolved": True, "text": HOSTILE, "resolve_url": "", "reopen_url": "/reopen/1/"}
    html = show("{% comments remarks %}", remarks=[remark, done])
    assert "<form" not in html
    assert html.count('form="post-elsewhere" formaction="/resolve/1/"') == 1
    assert html.count('form="post-elsewhere" formaction="/reopen/1/"') == 1
    assert "· resolved" in html
    assert HOSTILE not in html


def test_replies_stand_below_the_comment_that_they_answer():
    reply = {"author": "Assistant Director", "when": date(2019, 8, 7), "text": HOSTILE}
    remark = {"id": 7, "author": "Director", "text": "Say more", "reply_url": "/reply/7/", "replies": [reply]}
    html = show("{% comments remarks %}", remarks=[remark])
    assert 'id="comment-7"' in html
    assert 'href="/reply/7/"' in html
    assert html.index("Say more") < html.index("Assistant Director")
    assert HOSTILE not in html


def test_a_timeline_lists_points_adds_notes_and_leads_on():
    entry = {
        "heading": "Agreed with minor amendments", "points": ["Say who", HOSTILE], "notes": ["No longer counts"],
        "links": [("What was amended", "/amendments/1/")],
    }  # fmt: skip
    html = show("{% timeline entries %}", entries=[entry])
    assert html.count("<li>") == 2
    assert '<a class="govuk-link" href="/amendments/1/">What was amended</a>' in html
    assert "No longer counts" in html
    assert HOSTILE not in html


def test_a_step_that_has_nothing_to_list_lists_nothing():
    html = show("{% timeline entries %}", entries=[{"heading": "Submitted to DMT", "text": "Assistant Director"}])
    assert "<ul>" not in html


def test_one_button_posts_its_fields_with_the_token():
    html = show('{% post_button "/x/" "Agree" secondary=False hidden=fields %}', fields={"id": 3}, csrf_token="tok")
    assert 'name="csrfmiddlewaretoken" value="tok"' in html
    assert '<input type="hidden" name="id" value="3">' in html
    assert "govuk-button--secondary" not in html


def test_pages_keep_the_other_parameters_of_the_address():
    request = RequestFactory().get("/risks/", {"q": "a&b", "page": "2"})
    html = show("{% pagination page %}", page=Paginator(range(60), 10).page(2), request=request)
    assert 'href="?q=a%26b&amp;page=3"' in html
    assert 'aria-label="Page 2 of 6" aria-current="page"' in html
    assert show("{% pagination page %}", page=Paginator(range(5), 10).page(1)) == ""


def test_a_stacked_bar_has_its_words_and_survives_nothing_to_show():
    segments = [{"label": "agreed", "count": 5, "tone": "green"}, {"label": "late", "count": 3, "tone": "red"}]
    html = show("{% stacked_bar segments %}", segments=segments)
    assert 'x="62.50%"' in html
    assert words_of(html) == "5 agreed 3 late"
    assert show("{% stacked_bar segments %}", segments=[{"label": "none", "count": 0, "tone": "red"}]) == ""


@pytest.mark.parametrize(
    ("source", "value", "shown"),
    [
        ("{{ v|day }}", date(2019, 10, 1), "1 October 2019"),
        ("{{ v|short_day }}", date(2019, 10, 31), "31 October"),
        ("{{ v|moment }}", datetime(2019, 12, 6, 14, 2, tzinfo=UTC), "6 December 2019, 14:02"),
        ("{{ v|day }}", None, ""),
        ("{{ v|minus }}", Decimal("-32"), "−32"),
        ("{{ v|minus }}", 147, "147"),
        ("{{ v|minus }}", None, ""),
        (
            "{{ v|paragraphs }}",
            "a < b\r\nc\r\n\r\nd",
            '<p class="govuk-body">a &lt; b<br>c</p> <p class="govuk-body">d</p>',
        ),
        ("{{ v|lines|join:'/' }}", " a \n\n b", "a/b"),
        ("{{ v|plural:'action,actions' }}", 1, "action"),
        ("{{ v|plural:'action,actions' }}", 0, "actions"),
        ("{{ v|plural:'action,actions' }}", [1, 2], "actions"),
    ],
)
def test_values_are_written_as_pages_write_them(source, value, shown):
    assert show(source, v=value) == shown


class PlanForm(forms.Form):
    vision = forms.CharField(label=f"Vision {HOSTILE}", help_text=f"In three years {HOSTILE}.", widget=forms.Textarea)
    level = forms.ChoiceField(choices=[("must", "Must"), ("should", HOSTILE)], widget=forms.RadioSelect)
    themes = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple)
    due = forms.DateField()
    owner = forms.ChoiceField(choices=[("", "Choose a post"), ("1", "Head of Fostering")])
    evidence = forms.FileField()
    read = forms.BooleanField(label="I have read it")
    counter = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self):
        raise forms.ValidationError("The end must come after the start")


CRISPY = "{% load crispy_forms_tags %}{{ form|crispy }}"


def test_every_error_links_to_something_that_is_on_the_page():
    form = PlanForm({})
    html = show("{% error_summary form %}" + CRISPY, form=form)
    targets = re.findall(r'<a href="#([^"]+)"', html)
    assert len(targets) == 8
    assert {"id_level_0", "id_themes_0", "id_due", "id_read"} <= set(targets)
    for target in targets:
        assert html.count(f'id="{target}"') == 1
    assert html.count('role="alert"') == 1


def test_no_summary_is_shown_when_nothing_is_wrong():
    assert show("{% error_summary form nothing %}", form=PlanForm()) == ""


def test_a_field_is_described_by_its_hint_its_error_and_its_words_left():
    form = PlanForm({"vision": ""})
    form.fields["vision"].words = 150
    html = show(CRISPY, form=form)
    described = re.search(r'<textarea[^>]*aria-describedby="([^"]+)"', html).group(1).split()
    assert described == ["id_vision-hint", "id_vision-error", "id_vision-words"]
    assert all(f'id="{name}"' in html for name in described)
    assert re.search(r'<textarea[^>]*aria-invalid="true"', html)
    assert '<span class="govuk-visually-hidden">Error:</span> Fill in “Vision' in html
    assert " required" not in html


class LimitsForm(forms.Form):
    note = forms.CharField(label="Note", max_length=1200)
    level = forms.ChoiceField(label="Level", choices=[("must", "Must")])
    reason = forms.CharField(label="Reason", error_messages={"required": "Give the reason"})


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ({}, ["Fill in “Note”", "Choose one of the options for “Level”", "Give the reason"]),
        (
            {"note": "x" * 1201, "level": "no", "reason": "a\0b"},
            [
                "“Note” may have at most 1,200 characters: it has 1,201",
                "Choose one of the options for “Level”",
                "“Reason” has a character that cannot be kept: type the words again",
            ],
        ),
    ],
)
def test_what_is_wrong_names_its_field_in_the_summary_and_beside_it(typed, sentences):
    html = show("{% error_summary form %}" + CRISPY, form=LimitsForm(typed))
    assert [html.count(sentence) for sentence in sentences] == [2, 2, 2]


def test_labels_hints_and_choices_are_escaped():
    assert HOSTILE not in show(CRISPY, form=PlanForm())


def test_a_field_shows_its_limit_last_years_text_and_comments():
    form = PlanForm(initial={"vision": "one two three"})
    field = form.fields["vision"]
    field.words, field.last_year = 2, f"Last {HOSTILE}"
    field.comments = [{"author": "Director", "when": date(2019, 8, 6), "text": "Say more"}]
    form.fields["due"].width = 10
    html = show(CRISPY, form=form)
    assert "Up to 2 words." in html
    assert "1 word over the limit" in html
    assert "Last year:" in html
    assert html.index("Say more") < html.index("<textarea")
    assert "govuk-input--width-10" in html
    assert HOSTILE not in html
    field.words = 4
    assert "You have 1 word left" in show(CRISPY, form=form)


def test_typed_text_and_choices_come_back():
    form = PlanForm({"vision": HOSTILE, "level": "must", "themes": ["b"], "owner": "1", "due": "31/31/2019"})
    html = show(CRISPY, form=form)
    assert HOSTILE not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert re.search(r'id="id_level_0"[^>]*checked', html)
    assert re.search(r'id="id_themes_1"[^>]*checked', html)
    assert not re.search(r'id="id_themes_0"[^>]*checked', html)
    assert 'value="31/31/2019"' in html


def test_a_whole_form_carries_its_token_and_one_summary():
    source = "{% load crispy_forms_tags %}{% error_summary form %}{% crispy form %}"
    html = show(source, form=PlanForm({}), csrf_token="tok")
    assert 'value="tok"' in html
    assert "novalidate" in html
    assert 'enctype="multipart/form-data"' in html
    assert html.count("data-error-summary") == 1


class MilestoneForm(forms.Form):
    milestone = forms.CharField()


def test_rows_are_fieldsets_that_can_be_removed():
    formset = forms.formset_factory(MilestoneForm, extra=1, can_delete=True)(initial=[{"milestone": "Recruit"}])
    formset.row_name = "Milestone"
    html = show("{% load crispy_forms_tags %}{{ formset|crispy }}", formset=formset)
    assert 'name="form-TOTAL_FORMS"' in html
    assert "Milestone 1" in html
    assert "Milestone 2" in html
    assert 'for="id_form-0-DELETE">Remove this milestone' in html
    assert html.count('name="form-0-DELETE"') == 1


@pytest.mark.parametrize("status", ["400", "403_csrf", "413", "500", "503"])
def test_a_page_for_bad_times_needs_no_database_and_no_settings(status):
    html = render_to_string(f"{status}.html")
    assert "<h1" in html
    assert "{{" not in html


def test_the_built_look_has_our_type_and_nothing_that_councils_may_not_use():
    subprocess.run([sys.executable, settings.BASE_DIR / "scripts" / "build_static.py"], check=True)
    css = (settings.BASE_DIR / "build" / "static" / "css" / "site.css").read_text()
    assert set(re.findall(r"url\([^)]*\)", css)) == {'url("../fonts/inter.woff2")'}
    assert "GDS Transport" not in css
    assert "tabular-nums" in css
    files = [path for path in (settings.BASE_DIR / "build" / "static").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 400_000
    assert not [path for path in files if "crown" in path.name or "govuk" in path.name]
