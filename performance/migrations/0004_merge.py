from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("performance", "0005_a_undo"),
        ("performance", "0003_b_marks_and_state"),
        ("performance", "0003_c_scorecards"),
        ("performance", "0003_d_quality_returns_reminders"),
        ("performance", "0003_e_checked_and_broken_down"),
    ]

    operations = []
