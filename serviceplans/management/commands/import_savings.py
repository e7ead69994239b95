from serviceplans.management.commands._import_rows import ImportRowsCommand


class Command(ImportRowsCommand):
    help = "Import savings of plans from a spreadsheet: import_savings FILE --dry-run"
    table = "savings"
