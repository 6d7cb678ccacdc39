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
    assert re.findall(r"<script(?! type=\"module\" src=| id=\"till-boot\" type=\"application/json\")", page) == []
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


@pytest.mark.usefixtures("built")
def test_the_page_is_asked_for_again_each_time_so_that_a_new_build_arrives(client: Client) -> None:
    assert "no-cache" in client.get("/till/").headers["Cache-Control"]


@pytest.mark.usefixtures("built")
def test_the_page_cannot_be_written_to(client: Client) -> None:
    assert client.post("/till/").status_code == 405


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
