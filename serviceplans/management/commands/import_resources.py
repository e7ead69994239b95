from serviceplans.management.commands._import_rows import ImportRowsCommand


class Command(ImportRowsCommand):
    help = "Import resources of plans from a spreadsheet: import_resources FILE --dry-run"
    table = "resources"
