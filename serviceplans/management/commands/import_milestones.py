from serviceplans.management.commands._import_rows import ImportRowsCommand


class Command(ImportRowsCommand):
    help = "Import milestones of plans from a spreadsheet: import_milestones FILE --dry-run"
    table = "milestones"
