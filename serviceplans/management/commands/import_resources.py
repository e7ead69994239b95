from ._import import ImportCommand


class Command(ImportCommand):
    help = "Import resources of plans from a spreadsheet: import_resources FILE --dry-run"
    table = "resources"
