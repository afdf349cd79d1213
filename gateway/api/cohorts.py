"""Groups that learn together, for trainers, heads of units and members.

People are named by e-mail address where they are added, and by id and name where they
are shown. An address is looked up only for somebody who may add people.
"""

from typing import Any

from flask import Blueprint

from gateway import accounts, rpc
from gateway.api.operation import operation
from gateway.api.schemas import (
    AttendanceNamesView,
    MembersNamesView,
    NewNominations,
    NewPart,
    NominationsView,
    ReportNamesView,
)
from gateway.i18n import language
from gateway.reports.table import DEADLINE_S
from shared.contracts.learning_cohorts import (
    AddSession,
    ChangeCohort,
    CohortPageView,
    CohortView,
    GetAttendance,
    GetReport,
    Join,
    ListCohorts,
    ListMembers,
    MakeCohort,
    MineView,
    MyCohortsView,
    RemindedView,
    SignAttendance,
)
from shared.errors import NotFound

bp = Blueprint("api_cohorts", __name__)
COHORT = "/cohorts/<id>"
MEMBER = f"{COHORT}/members/<person_id>"
ATTENDANCE = f"{COHORT}/sessions/<session>/attendance"


@operation(
    bp, "GET", "/cohorts", tag="cohorts", query=ListCohorts(), returns=CohortPageView()
)
def list_cohorts(query: dict[str, Any]) -> Any:
    """Cohorts one leads or nominates for."""
    return rpc.call("learning", "list_cohorts", **query)


@operation(
    bp,
    "POST",
    "/cohorts",
    tag="cohorts",
    body=MakeCohort(),
    returns=CohortView(),
    status=201,
    refusals=(403, 404),
)
def make_cohort(body: dict[str, Any]) -> Any:
    """Make a cohort, and lead it."""
    return rpc.call("learning", "make_cohort", **body)


@operation(bp, "GET", COHORT, tag="cohorts", returns=CohortView(), refusals=(404,))
def get_cohort(id: str) -> Any:  # noqa: A002
    """One cohort; a head sees what there is to nominate for."""
    return rpc.call("learning", "get_cohort", id=id, language=language())


@operation(
    bp,
    "PATCH",
    COHORT,
    tag="cohorts",
    body=ChangeCohort(exclude=("id",)),
    returns=CohortView(),
    refusals=(404, 409),
)
def change_cohort(id: str, body: dict[str, Any]) -> Any:  # noqa: A002
    """Rename a cohort or move its due date; `version` is that which was read."""
    return rpc.call("learning", "change_cohort", id=id, **body)


@operation(
    bp,
    "POST",
    f"{COHORT}/closing",
    tag="cohorts",
    returns=CohortView(),
    refusals=(404, 409),
)
def close_cohort(id: str) -> Any:  # noqa: A002
    """Close a cohort: nobody joins, nobody is reminded, reports stay."""
    return rpc.call("learning", "close_cohort", id=id)


@operation(
    bp,
    "POST",
    f"{COHORT}/parts",
    tag="cohorts",
    body=NewPart(),
    returns=CohortView(),
    refusals=(404, 409),
)
def give_part(id: str, body: dict[str, Any]) -> Any:  # noqa: A002
    """Make somebody a trainer of the cohort, or a head who may nominate."""
    if rpc.call("learning", "get_cohort", id=id)["part"] != "trainer":
        raise NotFound("cohort_not_found", "There is no such cohort.")
    person = accounts.ids(body["email"])[body["email"]]
    if person is None:
        raise NotFound("account_not_found", "There is no such account.")
    return rpc.call("learning", "give_part", id=id, person_id=person, part=body["part"])


@operation(
    bp,
    "DELETE",
    f"{COHORT}/parts/<part>/<person_id>",
    tag="cohorts",
    status=204,
    refusals=(404, 409),
)
def take_part(id: str, part: str, person_id: str) -> None:  # noqa: A002
    """Take a trainer or a head off the cohort."""
    rpc.call("learning", "take_part", id=id, person_id=person_id, part=part)


@operation(
    bp,
    "POST",
    f"{COHORT}/nominations",
    tag="cohorts",
    body=NewNominations(),
    returns=NominationsView(),
    refusals=(404, 409),
)
def nominate(id: str, body: dict[str, Any]) -> Any:  # noqa: A002
    """Nominate people by address; each is answered, in order."""
    rpc.call("learning", "get_cohort", id=id)  # first: may they ask who has an account?
    found = accounts.ids(*body["emails"])
    people = [person for person in found.values() if person]
    new: set[str] = set()
    if people:
        new = set(rpc.call("learning", "nominate", id=id, people=people)["nominated"])
    return {
        "items": [
            {"email": email, "status": _status(person, new)}
            for email, person in found.items()
        ]
    }


@operation(
    bp,
    "GET",
    f"{COHORT}/members",
    tag="cohorts",
    query=ListMembers(exclude=("id",)),
    returns=MembersNamesView(),
    refusals=(404,),
)
def list_members(id: str, query: dict[str, Any]) -> Any:  # noqa: A002
    """Members in the order of their coming; a head sees whom they nominated."""
    return _named(rpc.call("learning", "list_members", id=id, **query))


@operation(bp, "PUT", MEMBER, tag="cohorts", status=204, refusals=(404, 409))
def admit_member(id: str, person_id: str) -> None:  # noqa: A002
    """Admit a nominee, who is then enrolled in the course."""
    rpc.call("learning", "admit_member", id=id, person_id=person_id)


@operation(bp, "DELETE", MEMBER, tag="cohorts", status=204, refusals=(404,))
def remove_member(id: str, person_id: str) -> None:  # noqa: A002
    """Refuse a nomination, or take a member out."""
    rpc.call("learning", "remove_member", id=id, person_id=person_id)


@operation(
    bp,
    "POST",
    f"{MEMBER}/reminders",
    tag="cohorts",
    returns=RemindedView(),
    refusals=(404, 409),
)
def remind_member(id: str, person_id: str) -> Any:  # noqa: A002
    """Remind a member of the course, at most once a day."""
    return rpc.call("learning", "remind_member", id=id, person_id=person_id)


@operation(
    bp,
    "POST",
    f"{COHORT}/sessions",
    tag="cohorts",
    body=AddSession(exclude=("id",)),
    returns=CohortView(),
    status=201,
    refusals=(404, 409),
)
def add_session(id: str, body: dict[str, Any]) -> Any:  # noqa: A002
    """Add a session whose attendance a trainer signs."""
    return rpc.call("learning", "add_session", id=id, **body)


@operation(
    bp,
    "GET",
    ATTENDANCE,
    tag="cohorts",
    query=GetAttendance(exclude=("id", "session")),
    returns=AttendanceNamesView(),
    refusals=(404,),
)
def get_attendance(id: str, session: str, query: dict[str, Any]) -> Any:  # noqa: A002
    """Who came to a session, as far as anybody signed."""
    found = rpc.call("learning", "get_attendance", id=id, session=session, **query)
    return _named(found)


@operation(
    bp,
    "PUT",
    ATTENDANCE,
    tag="cohorts",
    body=SignAttendance(exclude=("id", "session")),
    status=204,
    refusals=(404,),
)
def sign_attendance(id: str, session: str, body: dict[str, Any]) -> None:  # noqa: A002
    """Sign who came of the members listed; what differs is added to what was signed."""
    rpc.call("learning", "sign_attendance", id=id, session=session, **body)


@operation(
    bp,
    "GET",
    f"{COHORT}/reports/<report>",
    tag="cohorts",
    query=GetReport(exclude=("id", "report")),
    returns=ReportNamesView(),
    refusals=(404,),
)
def get_report(id: str, report: str, query: dict[str, Any]) -> Any:  # noqa: A002
    """One page of a report; footer and chart come with the first."""
    found = rpc.call(
        "learning", "get_report", deadline_s=DEADLINE_S, id=id, report=report, **query
    )
    places = [
        n for n, column in enumerate(found["columns"]) if column["kind"] == "person"
    ]
    people = {row[place] for row in found["rows"] for place in places}
    return {**found, "names": accounts.names(*people)}


@operation(bp, "GET", "/me/cohorts", tag="cohorts", returns=MyCohortsView())
def list_my_cohorts() -> Any:
    """Cohorts one is in, or is nominated for."""
    return rpc.call("learning", "list_my_cohorts", language=language())


@operation(
    bp,
    "POST",
    "/me/cohorts",
    tag="cohorts",
    body=Join(only=("code",)),
    returns=MineView(),
    refusals=(404, 409),
)
def join_cohort(body: dict[str, Any]) -> Any:
    """Join a cohort with its code, and its course; again changes nothing."""
    return rpc.call("learning", "join_cohort", language=language(), **body)


@operation(bp, "DELETE", "/me/cohorts/<id>", tag="cohorts", status=204, refusals=(404,))
def decline_cohort(id: str) -> None:  # noqa: A002
    """Decline a nomination, or leave a cohort; the course stays one's own."""
    rpc.call("learning", "decline_cohort", id=id)


def _status(person: str | None, new: set[str]) -> str:
    if person is None:
        return "no_account"
    return "nominated" if person in new else "known"


def _named(found: dict[str, Any]) -> dict[str, Any]:
    names = accounts.names(*(one["person_id"] for one in found["items"]))
    items = [{**one, "name": names.get(one["person_id"])} for one in found["items"]]
    return {**found, "items": items}
