from ._import import ImportCommand


class Command(ImportCommand):
    help = "Import results from a file."
    table = "results"
