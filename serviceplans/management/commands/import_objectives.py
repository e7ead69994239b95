from serviceplans.management.commands._import_rows import ImportRowsCommand


class Command(ImportRowsCommand):
    help = "Import objectives of plans from a spreadsheet: import_objectives FILE --dry-run"
    table = "objectives"
