from serviceplans.management.commands._import_rows import ImportRowsCommand


class Command(ImportRowsCommand):
    help = "Import actions of plans from a spreadsheet: import_actions FILE --dry-run"
    table = "actions"
