"""Screen, CSV and XLSX of each report hold the same cells, and the right ones."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import requests

from deploy.local.processes import OPERATOR, Process
from shared.contracts.learning_cohorts import REPORTS
from tests.gateway import report_cohort, report_readers
from tests.gateway.report_cohort import ReportCohort
from tests.gateway.stack_client import Api, signed_in
from tests.pages.visiting import over_http
from tests.stacks import Stack

pytestmark = pytest.mark.needs_stack
GOLDEN = Path(__file__).parent / "reports"
TRAINER = "trainer@example.org"


@pytest.fixture(scope="module")
def trainer(stack: Stack) -> Api:
    return signed_in(stack, "trainer")


@pytest.fixture(scope="module")
def browser(stack: Stack) -> requests.Session:
    """The trainer with a cookie, who gets files as they are."""
    visitor = over_http(stack.base_url, "trainer")
    visitor.sign_in(TRAINER, stack.accounts[TRAINER])
    session = requests.Session()
    session.cookies.update(visitor.cookies())
    return session


@pytest.fixture(scope="module")
def cohort(
    stack: Stack, trainer: Api, tmp_path_factory: pytest.TempPathFactory
) -> ReportCohort:
    folder = report_cohort.folder(tmp_path_factory.mktemp("course"))
    command = (*OPERATOR.command, "courses", "import", str(folder))
    stack.platform.run(Process("import", OPERATOR.owner, command))
    return report_cohort.make(stack, trainer)


@pytest.mark.parametrize("report", REPORTS)
def test_screen_csv_and_xlsx_hold_the_golden_cells(
    stack: Stack, browser: requests.Session, cohort: ReportCohort, report: str
) -> None:
    golden = json.loads((GOLDEN / f"{report}.json").read_text("utf-8"))
    page, csv, xlsx = _all_three(stack, browser, cohort, report, "uk")
    assert page == csv == xlsx
    assert _without_chance(csv) == golden


@pytest.mark.parametrize("report", REPORTS)
def test_they_hold_the_same_in_english(
    stack: Stack, browser: requests.Session, cohort: ReportCohort, report: str
) -> None:
    page, csv, xlsx = _all_three(stack, browser, cohort, report, "en")
    assert page == csv == xlsx
    golden = json.loads((GOLDEN / f"{report}.json").read_text("utf-8"))
    assert len(csv) == len(golden)
    assert csv[0] != golden[0]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_file_is_named_by_course_report_and_day(
    stack: Stack, browser: requests.Session, cohort: ReportCohort, ending: str
) -> None:
    answer = _get(stack, browser, cohort, f"progress.{ending}")
    today = datetime.now(ZoneInfo("Europe/Kyiv")).date()
    name = f"{report_cohort.SLUG}-progress-{today}.{ending}"
    assert f"filename={name}" in answer.headers["Content-Disposition"].replace('"', "")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_chart_draws_and_says_the_numbers_of_the_report(
    stack: Stack, browser: requests.Session, cohort: ReportCohort
) -> None:
    html = _get(stack, browser, cohort, "progress").text
    said = re.findall(r"hub-chart__label\">(.*?)<.*?value\">(.*?)<", html, re.DOTALL)
    assert [tuple(" ".join(text.split()) for text in row) for row in said] == [
        ("Навіщо", "20 %"),
        ("Навіщо", "16 %"),
    ]
    drawn = re.findall(r"hub-chart__bar\" width=\"(.*?)\"", html)
    assert drawn == ["20.0%", "16.0%"]


def test_nobody_else_reads_a_report(
    stack: Stack, cohort: ReportCohort, learner: Api
) -> None:
    other = signed_in(stack, "coordinator")
    for api in (learner, other):
        for report in REPORTS:
            answer = api("GET", f"/cohorts/{cohort.id}/reports/{report}")
            assert answer.status_code == 404


def test_the_api_reads_a_report_in_pages(trainer: Api, cohort: ReportCohort) -> None:
    path = f"/cohorts/{cohort.id}/reports/progress?limit=10"
    first = trainer("GET", path).json()
    assert len(first["rows"]) == 10
    assert first["names"][first["rows"][0][0]] == "=1+1"
    second = trainer("GET", f"{path}&cursor={first['next']}").json()
    third = trainer("GET", f"{path}&cursor={second['next']}").json()
    people = [row[0] for page in (first, second, third) for row in page["rows"]]
    assert len(set(people)) == len(report_cohort.NAMES)
    assert third["next"] is None
    assert (second["chart"], second["footer"]) == (None, None)


def _without_chance(cells: report_readers.Cells) -> report_readers.Cells:
    """Which form of the test before and after comes first is drawn by the server, so
    that its questions have other numbers each time."""
    drawn = {f"Питання {form}{number}?" for form in "ab" for number in range(1, 5)}
    return [[*row[:2], None, None, None] if row[1] in drawn else row for row in cells]


def _all_three(
    stack: Stack,
    browser: requests.Session,
    cohort: ReportCohort,
    report: str,
    language: str,
) -> tuple[report_readers.Cells, ...]:
    def get(name: str) -> requests.Response:
        return _get(stack, browser, cohort, name, language)

    return (
        report_readers.of_page(get(report).text),
        report_readers.of_csv(get(f"{report}.csv").content),
        report_readers.of_xlsx(get(f"{report}.xlsx").content),
    )


def _get(
    stack: Stack,
    browser: requests.Session,
    cohort: ReportCohort,
    name: str,
    language: str = "uk",
) -> requests.Response:
    path = f"/{language}/teaching/cohorts/{cohort.id}/reports/{name}"
    answer = browser.get(stack.base_url + path, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer
