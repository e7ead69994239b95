from ._import import ImportCommand


class Command(ImportCommand):
    help = "Import others' figures, to compare with, from a file."
    table = "benchmarks"
