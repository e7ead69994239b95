from ._import import ImportCommand


class Command(ImportCommand):
    help = "Import results broken down by ward, age and so on from a file."
    table = "breakdowns"
