from ._import import ImportCommand


class Command(ImportCommand):
    help = "Import targets from a file."
    table = "targets"
