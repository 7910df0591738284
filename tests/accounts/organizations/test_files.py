"""Files of the store, served to members."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

NAME = "0196a000-0000-7000-8000-000000000000"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    storages = {**settings.STORAGES}
    storages["default"] = {**storages["default"], "OPTIONS": {**storages["default"]["OPTIONS"], "location": tmp_path}}
    settings.STORAGES = storages


def keep(path, content=b"content"):
    return default_storage.save(path, ContentFile(content))


def body(answer):
    return b"".join(answer.streaming_content)


def test_picture_is_shown_to_members(cast, client_of):
    path = keep(f"{cast.north.pk}/logo/{NAME}.png")

    answer = client_of(cast.carol).get(cast.carol.url(f"files/{path}"))

    assert answer.status_code == 200
    assert body(answer) == b"content"
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"].startswith("private")
    assert "attachment" not in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("ending", ["svg", "html", "pdf", "unknown"])
def test_everything_else_is_a_download(cast, client_of, ending):
    path = keep(f"{cast.north.pk}/logo/{NAME}.{ending}")

    answer = client_of(cast.carol).get(cast.carol.url(f"files/{path}"))

    assert body(answer) == b"content"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_file_of_the_other_organization_is_not_found(cast, client_of):
    path = keep(f"{cast.north.pk}/logo/{NAME}.png")

    assert client_of(cast.mallory).get(cast.mallory.url(f"files/{path}")).status_code == 404
    assert client_of(cast.mallory).get(cast.alice.url(f"files/{path}")).status_code == 404
    assert client_of(cast.alice).get(cast.mallory.url(f"files/{path}")).status_code == 404


def test_folder_that_no_right_opens_is_not_found(cast, client_of):
    path = keep(f"{cast.north.pk}/audit/head.json")

    assert client_of(cast.alice).get(cast.alice.url(f"files/{path}")).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "{north}/logo/missing.png",
        "{north}/logo/",
        "{north}/logo",
        "{north}",
        "{north}/logo/../../{south}/logo/{name}.png",
        "{north}/../{south}/logo/{name}.png",
        "../{south}/logo/{name}.png",
        "/{south}/logo/{name}.png",
        "{north}//logo/{name}.png",
        "{north}/logo/..%2f..%2f{south}%2flogo%2f{name}.png",
        "{north}/logo/..\\..\\{south}\\logo\\{name}.png",
        "{north}/logo/%00.png",
        "{north}/logo/" + "x" * 3000 + ".png",
        "{north}/logo/..",
        "{north}/logo/.png",
        "etc/passwd",
    ],
)
def test_no_path_climbs(cast, client_of, path):
    keep(f"{cast.south.pk}/logo/{NAME}.png", b"secret")
    path = path.format(north=cast.north.pk, south=cast.south.pk, name=NAME)

    answer = client_of(cast.alice).get(cast.alice.url(f"files/{path}"))

    assert answer.status_code in {400, 404}


def test_file_is_only_read(cast, client_of):
    path = keep(f"{cast.north.pk}/logo/{NAME}.png")

    assert client_of(cast.alice).post(cast.alice.url(f"files/{path}")).status_code == 405
