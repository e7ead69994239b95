import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GRADES = [("good", "Good"), ("fair", "Fair"), ("poor", "Poor"), ("not-assessed", "Not assessed")]
PRINCIPLES = [
    ("accuracy", "Accuracy"),
    ("validity", "Validity"),
    ("reliability", "Reliability"),
    ("timeliness", "Timeliness"),
    ("relevance", "Relevance"),
    ("completeness", "Completeness"),
]
FREQUENCIES = [
    ("monthly", "Monthly"),
    ("quarterly", "Quarterly"),
    ("termly", "Termly"),
    ("half-yearly", "Half-yearly"),
    ("annual", "Annual"),
    ("two-yearly", "Two-yearly"),
    ("on-notice", "When called for"),
]
STATUSES = [
    ("not-started", "Not started"),
    ("collecting", "Collecting"),
    ("checked", "Checked"),
    ("submitted", "Submitted"),
]


def key():
    return ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def person():
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("council", "0001_initial"),
        ("performance", "0002_addresses_words_and_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DataQualityAssessment",
            fields=[
                key(),
                ("principle", models.CharField(choices=PRINCIPLES, max_length=20)),
                ("grade", models.CharField(choices=GRADES, max_length=20)),
                ("evidence", models.TextField(blank=True)),
                ("assessed_on", models.DateField()),
                ("assessor", person()),
                ("post", models.CharField(blank=True, max_length=200)),
                ("counter", models.PositiveIntegerField(default=1)),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessments",
                        to="performance.indicator",
                    ),
                ),
            ],
            options={
                "ordering": ["-counter"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator", "principle", "counter"), name="one_judgement_a_counter"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditFinding",
            fields=[
                key(),
                ("text", models.TextField()),
                ("raised_on", models.DateField()),
                ("raised_by", person()),
                ("raised_post", models.CharField(blank=True, max_length=200)),
                ("answer_due", models.DateField()),
                ("answer", models.TextField(blank=True)),
                ("answered_on", models.DateField(blank=True, null=True)),
                ("answered_by", person()),
                ("answered_post", models.CharField(blank=True, max_length=200)),
                ("counter", models.PositiveIntegerField(default=1)),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="performance.indicator",
                    ),
                ),
            ],
            options={
                "ordering": ["answered_on", "answer_due", "pk"],
                "indexes": [models.Index(fields=["indicator", "answered_on"], name="finding_by_indicator")],
            },
        ),
        migrations.CreateModel(
            name="StatutoryReturn",
            fields=[
                key(),
                ("name", models.CharField(max_length=200)),
                ("body", models.CharField(max_length=200)),
                ("frequency", models.CharField(choices=FREQUENCIES, default="annual", max_length=20)),
                ("next_due", models.DateField(blank=True, null=True)),
                (
                    "owner_post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="returns",
                        to="council.post",
                    ),
                ),
                (
                    "owner_text",
                    models.CharField(blank=True, max_length=300, verbose_name="owner, where it is no post of ours"),
                ),
                ("status", models.CharField(choices=STATUSES, default="not-started", max_length=20)),
                (
                    "indicators",
                    models.ManyToManyField(blank=True, related_name="returns", to="performance.indicator"),
                ),
                ("note", models.TextField(blank=True)),
                ("counter", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["next_due", "name"],
                "constraints": [models.UniqueConstraint(fields=("name", "body"), name="one_return_a_body")],
            },
        ),
        migrations.CreateModel(
            name="ReturnSubmission",
            fields=[
                key(),
                (
                    "statutory_return",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="submissions",
                        to="performance.statutoryreturn",
                    ),
                ),
                ("due", models.DateField(blank=True, null=True)),
                ("submitted_on", models.DateField()),
                ("note", models.TextField(blank=True)),
                ("by", person()),
                ("post", models.CharField(blank=True, max_length=200)),
            ],
            options={"ordering": ["-submitted_on", "-pk"]},
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                key(),
                ("about", models.CharField(max_length=100)),
                ("to", models.EmailField(max_length=254)),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("by", person()),
                ("post", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [models.UniqueConstraint(fields=("about", "to", "on"), name="one_reminder_a_day")],
            },
        ),
        migrations.AddIndex("result", models.Index(fields=["entered_at"], name="result_by_entry")),
    ]
