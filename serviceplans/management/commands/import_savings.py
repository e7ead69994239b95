from ._import import ImportCommand


class Command(ImportCommand):
    help = "Import savings of plans from a spreadsheet: import_savings FILE --dry-run"
    table = "savings"
