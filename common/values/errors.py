"""What a parser says when it cannot read a value."""


class Unreadable(ValueError):
    """A value that cannot be read.

    ``sentence`` says what is wrong and what would be right, in full sentences for the person who typed it;
    ``code`` is the stable word that import answers carry ("wrong-frequency").
    """

    def __init__(self, sentence: str, code: str = "unreadable-value") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
