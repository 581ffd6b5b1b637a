"""A real browser for tests: Debian's chromium without a window, that reaches this machine only."""

from __future__ import annotations

import json
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

NAMES = ("chromium", "chromium-browser", "google-chrome")
SCHEMES = ("file:", "data:", "blob:", "about:", "chrome:", "http://127.0.0.1", "http://localhost")
SERIOUS = ("serious", "critical")


def missing() -> str | None:
    """Why there can be no browser, None when there can."""
    if not _binary():
        return "chromium absent: apt-get install chromium chromium-driver"
    return None if shutil.which("chromedriver") else "chromedriver absent: chromium-driver has it"


def start(downloads: Path, *, dark: bool = False, width: int = 1280, height: int = 900) -> Chrome:
    """A browser; what it downloads goes to a folder. Quit it."""
    options = ChromeOptions()
    options.binary_location = _binary() or ""
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        f"--window-size={width},{height}",
        *(("--force-dark-mode",) if dark else ()),
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    options.add_experimental_option(
        "prefs",
        {"download.default_directory": str(downloads), "download.prompt_for_download": False},
    )
    return Chrome(options=options, service=Service(shutil.which("chromedriver")))


def console_errors(browser: Chrome) -> list[str]:
    """What the console has complained of since it was last asked."""
    logged: list[dict[str, Any]] = browser.get_log("browser")
    return [entry["message"] for entry in logged if entry["level"] in ("SEVERE", "WARNING")]


def requests_elsewhere(browser: Chrome) -> list[str]:
    """Addresses asked for, since it was last asked, that are not on this machine."""
    found = []
    for entry in browser.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            found.append(message["params"]["request"]["url"])
    return [address for address in found if not address.startswith(SCHEMES)]


def serious_issues(browser: Chrome) -> list[str]:
    """What axe-core finds serious or critical on the page shown: rule and elements."""
    browser.execute_script(files("axe_core_python").joinpath("axe.min.js").read_text("utf-8"))
    results = browser.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run().then(found => done(found.violations), wrong => done([{id: String(wrong),"
        " impact: 'critical', nodes: []}]));"
    )
    return [
        f"{found['id']}: {[node['html'][:200] for node in found['nodes'][:5]]}"
        for found in results
        if found["impact"] in SERIOUS
    ]


def _binary() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)
