from ._import import ImportCommand


class Command(ImportCommand):
    help = "Import indicators from a file."
    table = "indicators"
