"""A file of a hundred megabytes is sent back before anything of it is parsed, and takes no memory."""

import resource
import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.core.management import call_command
from django.test import RequestFactory
from django.urls import reverse

from council.choices import Role
from performance.models import ImportBatch
from tests.council.factories import person

pytestmark = pytest.mark.django_db
SIZE = 100 * 1024 * 1024
START = b'--x\r\nContent-Disposition: form-data; name="file"; filename="big.csv"\r\n\r\n'


class Stream:
    """A body that is made as it is read: ``size`` bytes of one file."""

    def __init__(self, size):
        self.size, self.read_so_far, self.longest = size, 0, 0

    def readline(self, count=-1):
        return self.read(count)

    def read(self, count=-1):
        left = self.size - self.read_so_far
        count = left if count is None or count < 0 else min(count, left)
        self.longest = max(self.longest, count)
        piece = START[self.read_so_far : self.read_so_far + count]
        self.read_so_far += count
        return piece + b"1" * (count - len(piece))


class Parsed(FileUploadHandler):
    """Stands where Django keeps what it parses: nothing may come here."""

    def receive_data_chunk(self, raw_data, start):
        raise AssertionError("the file is being parsed")

    def file_complete(self, file_size):
        raise AssertionError("the file was parsed")


def send(client, size, body):
    """The answer to a body that is streamed; the test client's own post would hold it whole."""
    request = RequestFactory().post(reverse("import_results"), content_type="multipart/form-data; boundary=x")
    cookies = client.cookies.output(header="", sep=";")
    return client.handler(request.environ | {"CONTENT_LENGTH": str(size), "wsgi.input": body, "HTTP_COOKIE": cookies})


@pytest.fixture
def officer(client, settings):
    settings.FILE_UPLOAD_HANDLERS = [f"{__name__}.Parsed"]
    client.force_login(person(Role.PERFORMANCE_OFFICER))
    return client


def test_a_hundred_megabytes_are_sent_back_unread_and_take_no_memory(officer):
    body = Stream(SIZE)
    tracemalloc.start()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        answer = send(officer, SIZE, body)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert answer.status_code == 413
    assert "The file has 100 MB; the most is 20 MB. Nothing has been read." in answer.content.decode()
    assert (body.read_so_far, body.longest <= 64 * 1024) == (SIZE, True), "received in pieces, so that the page arrives"
    assert peak < 50 * 1024 * 1024
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024
    assert not ImportBatch.objects.exists()
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_a_file_within_the_limit_is_parsed(officer):
    """The negative control: these tests see a file that is parsed."""
    with pytest.raises(AssertionError, match="being parsed"):
        officer.post(reverse("import_results"), {"file": SimpleUploadedFile("small.csv", b"Reference,Period,Result")})


def test_a_size_that_is_no_number_or_beyond_reason(officer):
    body = Stream(10**6)
    assert (send(officer, 10**15, body).status_code, body.read_so_far) == (413, 10**6)


def test_the_command_line_refuses_it_as_well(tmp_path, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    path = tmp_path / "big.csv"
    path.write_bytes(b"1" * 2000)
    with pytest.raises(SystemExit) as left:
        call_command("import_results", str(path))
    assert left.value.code == 2
