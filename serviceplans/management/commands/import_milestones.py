from ._import import ImportCommand


class Command(ImportCommand):
    help = "Import milestones of plans from a spreadsheet: import_milestones FILE --dry-run"
    table = "milestones"
