from ._import import ImportCommand


class Command(ImportCommand):
    help = "Import objectives of plans from a spreadsheet: import_objectives FILE --dry-run"
    table = "objectives"
