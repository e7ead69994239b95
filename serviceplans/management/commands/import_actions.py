from ._import import ImportCommand


class Command(ImportCommand):
    help = "Import actions of plans from a spreadsheet: import_actions FILE --dry-run"
    table = "actions"
