"""The page that brings the app: its files, its texts, and what it says when there is no app."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from noren.till.texts import TEXTS

FRONTEND = Path(__file__).resolve().parents[4] / "frontend"


@pytest.fixture
def built(settings: Settings, tmp_path: Path) -> Path:
    manifest = {"src/main.tsx": {"file": "assets/main-a1b2.js", "css": ["assets/main-c3d4.css"], "isEntry": True}}
    (tmp_path / "till").mkdir()
    (tmp_path / "till" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (tmp_path / "till" / "worker.js").write_text("keep(self.kept);", encoding="utf-8")
    settings.FRONTEND = tmp_path
    return tmp_path


def boot_of(page: str) -> dict[str, object]:
    block = re.search(r'<script id="till-boot" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert block is not None
    boot: dict[str, object] = json.loads(block[1])
    return boot


@pytest.mark.usefixtures("built")
def test_the_page_names_the_files_of_the_build(client: Client) -> None:
    page = client.get("/till/").content.decode()

    assert '<script type="module" src="/static/till/assets/main-a1b2.js"></script>' in page
    assert '<link rel="stylesheet" href="/static/till/assets/main-c3d4.css">' in page


@pytest.mark.usefixtures("built")
def test_the_page_has_no_script_and_no_style_that_its_policy_forbids(client: Client) -> None:
    answer = client.get("/till/")
    page = answer.content.decode()

    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert re.findall(r"<script(?! src=| type=\"module\" src=| id=\"till-boot\" type=\"application/json\")", page) == []
    assert "<style" not in page
    assert " style=" not in page


@pytest.mark.usefixtures("built")
def test_the_page_carries_every_text_in_japanese(client: Client) -> None:
    boot = boot_of(client.get("/till/", headers={"accept-language": "ja"}).content.decode())
    catalogues = boot["catalogues"]

    assert boot["language"] == "ja"
    assert isinstance(catalogues, dict)
    assert sorted(set(TEXTS) - set(catalogues["ja"])) == []
    assert catalogues["en"] == {}


@pytest.mark.usefixtures("built")
def test_the_page_starts_in_the_language_the_browser_asks_for(client: Client) -> None:
    boot = boot_of(client.get("/till/", headers={"accept-language": "en"}).content.decode())

    assert boot["language"] == "en"
    assert boot["patience_s"] == 4


@pytest.mark.usefixtures("built")
def test_the_page_is_asked_for_again_each_time_so_that_a_new_build_arrives(client: Client) -> None:
    assert "no-cache" in client.get("/till/").headers["Cache-Control"]


@pytest.mark.usefixtures("built")
def test_the_page_cannot_be_written_to(client: Client) -> None:
    assert client.post("/till/").status_code == 405


def kept_by(worker: str) -> dict[str, str | None]:
    """The revision of each address that the worker keeps; what has none never changes under its address."""
    kept, script = worker.split("\n", 1)
    assert script == "keep(self.kept);"
    said = json.loads(kept.removeprefix("self.kept = ").removesuffix(";"))
    assert said["page"] == "/till/"
    return {file["url"]: file["revision"] for file in said["files"]}


@pytest.mark.usefixtures("built")
def test_the_worker_keeps_the_page_and_all_that_it_loads(client: Client) -> None:
    answer = client.get("/till/worker.js")
    page = client.get("/till/").content.decode()

    kept = kept_by(answer.content.decode())
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer.headers["Cache-Control"]
    assert set(re.findall(r'(?:src|rel="(?:stylesheet|icon)" href)="([^"]+)"', page)) < set(kept)
    assert {url for url, revision in kept.items() if revision is None} == {
        "/static/till/assets/main-a1b2.js",
        "/static/till/assets/main-c3d4.css",
    }


def test_what_is_loaded_only_when_it_is_needed_is_kept_too(client: Client, built: Path) -> None:
    manifest = json.loads((built / "till" / "manifest.json").read_text(encoding="utf-8"))
    manifest["src/main.tsx"]["imports"] = ["_shared.js"]
    manifest["_shared.js"] = {"file": "assets/shared-e5f6.js"}
    (built / "till" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (built / "till" / "assets").mkdir()
    for name in ("shared-e5f6.js", "reader.worker-a7b8.js", "zxing_reader-c9d0.wasm"):
        (built / "till" / "assets" / name).touch()

    page = client.get("/till/").content.decode()
    kept = kept_by(client.get("/till/worker.js").content.decode())

    assert re.findall(r'rel="modulepreload" href="([^"]+)"', page) == ["/static/till/assets/shared-e5f6.js"]
    assert {"/static/till/assets/reader.worker-a7b8.js", "/static/till/assets/zxing_reader-c9d0.wasm"} < set(kept)


@pytest.mark.usefixtures("built")
def test_the_worker_is_the_same_until_the_page_or_a_style_changes(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = client.get("/till/worker.js").content
    assert client.get("/till/worker.js").content == before

    monkeypatch.setattr("noren.till.views.TEXTS", (*TEXTS, "Basket"))
    other_texts = client.get("/till/worker.js").content
    monkeypatch.setattr("noren.till.views._bytes_of", lambda name: name.encode())
    other_styles = client.get("/till/worker.js").content

    assert len({before, other_texts, other_styles}) == 3


def test_without_a_build_there_is_no_worker(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.FRONTEND = tmp_path

    assert client.get("/till/worker.js").status_code == 404


@pytest.mark.usefixtures("built")
def test_the_till_can_be_put_on_the_start_screen(client: Client) -> None:
    data = json.loads(client.get("/till/manifest.webmanifest").content)

    assert (data["start_url"], data["scope"], data["display"]) == ("/till/", "/till/", "standalone")
    assert client.get("/till/").content.decode().count('rel="manifest" href="/till/manifest.webmanifest"') == 1


def test_without_a_build_the_page_says_which_command_makes_one(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.FRONTEND = tmp_path

    answer = client.get("/till/", headers={"accept-language": "en"})

    assert answer.status_code == 503
    assert "make frontend" in answer.content.decode()


def test_the_texts_are_those_of_the_app() -> None:
    source = (FRONTEND / "till" / "src" / "texts.ts").read_text(encoding="utf-8")
    said = re.findall(r'^  ("(?:[^"\\]|\\.)*"),$', source, re.MULTILINE)

    assert [json.loads(text) for text in said] == list(TEXTS)
