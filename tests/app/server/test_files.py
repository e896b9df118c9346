"""The document and its files as a browser asks for them."""

import re
import urllib.error
import urllib.request

import pytest

pytestmark = pytest.mark.xdist_group("line")


def fetched(address, **headers):
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=10) as reply:
        return reply.read(), reply.headers


def test_what_a_browser_has_is_not_sent_again(server):
    address = server[0]
    document, headers = fetched(address)
    files = re.findall(rb'static/[^"]+', document)
    assert len(files) >= 3
    for path in ["", *(name.decode() for name in files)]:
        body, headers = fetched(address + path)
        name = path.rpartition("/")[2] or headers["Etag"].strip('"')
        assert headers["Etag"] == f'"{name}"', "known by its name, which changes with the body"
        assert body
        with pytest.raises(urllib.error.HTTPError) as nothing:
            fetched(address + path, **{"If-None-Match": headers["Etag"]})
        nothing.value.close()
        assert nothing.value.code == 304
        assert fetched(address + path, **{"If-None-Match": '"another"'})[0] == body
