"""The demo: the example is real input, its story comes true, and everything in it is shown."""

import json
import re
from collections.abc import Iterator
from datetime import date, time
from itertools import pairwise
from pathlib import Path

import pytest
from attrs import evolve, frozen

from mobiflow import Engine, Entry, FormatError, Learner, Mobility
from mobiflow.cli.app import app
from mobiflow.cli.demo import Player, Shown, Story, Unexpected, read_story
from mobiflow.cli.demo.lines import gathered, ways, work
from mobiflow.cli.demo.shown import (
    Advised,
    Attempt,
    Broken,
    Closed,
    Done,
    Imported,
    TurnedDown,
)
from mobiflow.cli.demo.story import Act, Day, Event, ShowViolations
from mobiflow.cli.output.words import kebab
from mobiflow.definition import (
    Confirmation,
    DocumentRequired,
    HoursLimit,
    MinimumAge,
    Phase,
    Profile,
    SignatureRequired,
)
from tests.support import linked
from tests.test_sentences import said

EXAMPLE = Path(__file__).parents[1] / "examples" / "leipzig-2027"


@frozen
class Played:
    player: Player
    shown: tuple[Shown, ...]

    @property
    def mobility(self) -> Mobility:
        return self.player.flow.mobility

    @property
    def journal(self) -> tuple[Entry, ...]:
        return self.player.flow.journal

    def fired(self, subject: str) -> list[tuple[str, str]]:
        """The transitions of a subject, with the day of each."""
        return [
            (fired.trigger, entry.recorded.date().isoformat())
            for entry in self.journal
            for fired in entry.fired
            if str(fired.subject) == subject
        ]

    def done(self, action: str, **values: object) -> list[Entry]:
        """The entries with an action that has these values."""
        return [
            entry
            for entry in self.journal
            for recorded in entry.actions
            if recorded.action == action and values.items() <= dict(recorded.values).items()
        ]


@pytest.fixture(scope="module")
def story() -> Story:
    return read_story()


@pytest.fixture(scope="module")
def played(story: Story) -> Played:
    player = Player(story)
    return Played(player, tuple(player.play()))


# -- the input


@pytest.mark.parametrize("name", ["learners", "learners-march", "companies"])
def test_lists_are_as_a_french_spreadsheet_saves_them(name: str) -> None:
    data = (EXAMPLE / f"{name}.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")
    lines = data.decode("cp1252").split("\r\n")
    assert "\n" not in "".join(lines)
    assert len({line.count(";") for line in lines if line}) == 1
    assert lines[0].startswith(("Identifiant;", "Code;"))


def test_the_list_of_learners_has_an_empty_line_and_dates_only_a_frenchman_writes() -> None:
    text = (EXAMPLE / "learners.csv").read_bytes().decode("cp1252")
    assert "\r\n\r\n" in text
    assert any(int(day) > 12 for day in re.findall(r"(\d\d)/\d\d/\d{4}", text))


def test_nobody_in_the_example_can_be_reached() -> None:
    text = "".join(path.read_bytes().decode("cp1252") for path in EXAMPLE.glob("*.csv"))
    assert all(address.endswith(".example") for address in re.findall(r"@([\w.]+)", text))
    # Numbers beginning like this are given to nobody: France keeps them for fiction.
    assert all(phone.startswith("06 39 98") for phone in re.findall(r"\b0\d[ \d]{12}", text))


# -- the story comes true


def test_the_mobility_is_completed(played: Played) -> None:
    closed = played.shown[-1]
    assert isinstance(closed, Closed)
    assert played.mobility.status == closed.status == "completed"
    assert closed.entries == len(played.journal)
    assert closed.head == played.journal[-1].hash()


def test_it_goes_through_the_whole_guide(played: Played) -> None:
    steps = [step for phase in workflow_phases() for step in phase.steps]
    assert {step.id for step in steps} == set(played.mobility.closed)
    assert set(played.mobility.closed.values()) <= {"done", "waived"}


def test_the_journal_is_one_chain(played: Played) -> None:
    assert linked(played.journal)


def test_playing_it_again_gives_the_same(story: Story, played: Played) -> None:
    assert tuple(Player(story).play())[-1] == played.shown[-1]


def test_every_refusal_the_story_expects_came(story: Story, played: Played) -> None:
    expected = [
        (event.what, event.refused)
        for day in story.days
        for event in day.events
        if isinstance(event, Act) and event.refused
    ]
    came = [
        (shown.what, frozenset(refusal.code for refusal in shown.refusals))
        for shown in played.shown
        if isinstance(shown, TurnedDown | Attempt) and shown.refusals
    ]
    assert came == expected
    assert len(came) >= 14


def test_everything_refused_is_said_in_words(played: Played) -> None:
    refusals = [
        refusal
        for shown in played.shown
        if isinstance(shown, TurnedDown | Attempt | Broken)
        for refusal in shown.refusals
    ]
    assert {refusal.code for refusal in refusals} <= {code.partition(":")[0] for code in said()}
    assert all(refusal.who for refusal in refusals if refusal.remedy)


def test_nobody_departs_in_breach(story: Story) -> None:
    player, departed = Player(story), set[str]()
    for shown in player.play():
        if isinstance(shown, Done | Attempt) and shown.what == "depart":
            abroad = {i for i, x in player.flow.mobility.learners.items() if x.stay.departed}
            for learner in abroad - departed:
                assert [r for r in player.flow.violations() if learner in r.subject.id] == []
            departed |= abroad
    assert departed == {"l-1", "l-2", "l-3", "l-4", "l-5", "l-6", "l-8"}


def test_what_was_cleared_is_what_had_been_refused(played: Played) -> None:
    attempts = [shown for shown in played.shown if isinstance(shown, Attempt)]
    for attempt, after in pairwise(attempts):
        if attempt.refusals and (attempt.what, attempt.subject) == (after.what, after.subject):
            codes = {cleared.code for cleared in after.cleared}
            assert {refusal.code for refusal in attempt.refusals} <= codes | {
                refusal.code for refusal in after.refusals
            }


# -- what the law demands


def test_it_runs_on_the_plain_engine(played: Played) -> None:
    (entry, *_) = played.journal
    assert entry.plugins == Engine().blueprint("mobility").plugins
    assert {"certifiers", "countries", "guide"} <= {n.partition(" ")[0] for n in entry.plugins}


def test_every_blocking_demand_is_met_on_the_day_of_departure(story: Story) -> None:
    player = Player(story)
    demanded: dict[str, set[str]] = {}
    for shown in player.play():
        if isinstance(shown, Done | Attempt) and shown.what == "depart":
            for learner in player.flow.mobility.learners.values():
                if learner.stay.departed == player.day and learner.id not in demanded:
                    demanded[learner.id] = set(met(player, learner))
    assert set(demanded) == {"l-1", "l-2", "l-3", "l-4", "l-5", "l-6", "l-8"}
    assert {"de-food-instruction"} == set.intersection(*demanded.values())
    assert demanded["l-8"] == {"de-food-instruction"}
    assert {"fr-convention", "fr-route"} <= demanded["l-1"]
    assert {"de-night-bakery", "fr-exit-authorisation"} <= demanded["l-2"]
    assert {"de-night-bakery-at-17", "de-medical-examination-short"} <= demanded["l-5"]
    assert {"eu-travel-document", "eu-sickness-insurance"} <= demanded["l-4"]


def test_a_gate_names_the_law_that_shuts_it(played: Played) -> None:
    asked = {
        (law, refusal.code)
        for shown in played.shown
        if isinstance(shown, Attempt)
        for refusal in shown.refusals
        for law in refusal.basis
    }
    assert asked >= {
        ("Jugendarbeitsschutzgesetz § 32", "document-missing"),
        ("Code du travail, art. R6222-66", "confirmation-missing"),
        ("Directive 94/33/EC, art. 3", "fact-unknown"),
    }


def test_hours_of_a_minor_are_refused_by_law_and_put_right(played: Played) -> None:
    attempts = [shown for shown in played.shown if isinstance(shown, Attempt)]
    ((attempt, passed),) = (
        (attempt, after)
        for attempt, after in pairwise(attempts)
        if "hours-beyond" in {refusal.code for refusal in attempt.refusals}
    )
    (refused,) = (refusal for refusal in attempt.refusals if refusal.code == "hours-beyond")
    assert refused.subject.id == "l-2"
    assert refused.basis == ("Jugendarbeitsschutzgesetz § 14(2)",)
    assert (refused.params["planned"], refused.params["allowed"]) == ("04:00-13:00", "05:00-20:00")
    assert not passed.refusals
    early, right = played.done("PlanWork", learner="l-2")
    assert [str(entry.recorded.date()) for entry in (early, right)] == ["2027-02-15", "2027-02-19"]
    assert {role for entry in (early, right) for role in entry.actor.roles} == {"host-company"}
    (placement,) = played.mobility.learners["l-2"].placements
    assert placement.hours is not None
    assert placement.hours.begins == time(5)


def test_minors_have_papers_that_others_need_not(played: Played) -> None:
    papers = {"fr-exit-authorisation", "fr-parent-identity", "de-medical-certificate"}
    learners = played.mobility.learners
    start = played.mobility.period.start
    minors = {x.id for x in learners.values() if (x.age_on(start) or 0) < 18}
    assert minors == {"l-2", "l-5"}
    for learner in learners.values():
        verified = papers & set(learner.documents)
        assert verified == (papers if learner.id in minors else set())
        assert all(learner.documents[kind].status == "verified" for kind in verified)
    for kind in papers:
        for entry in played.done("CollectDocument", kind=kind):
            assert entry.actor.roles == frozenset({"guardian"})


def test_everybody_confirms_what_is_theirs_to_confirm(played: Played) -> None:
    by: dict[str, set[str]] = {}
    for entry in played.done("Confirm"):
        for recorded in entry.actions:
            by.setdefault(str(recorded.values["prerequisite"]), set()).update(entry.actor.roles)
    rules = Engine().blueprint("mobility").rules.prerequisites
    for prerequisite, roles in by.items():
        required = rules[prerequisite].requires
        assert isinstance(required, Confirmation)
        assert roles <= set(required.by), prerequisite
    assert set().union(*by.values()) == {
        *("coordinator", "educator", "guardian", "host-company", "sending-company"),
    }


def test_advice_is_in_nobodys_way(played: Played) -> None:
    ((index, advised),) = (
        (index, shown) for index, shown in enumerate(played.shown) if isinstance(shown, Advised)
    )
    opened = played.shown[index - 1]
    assert isinstance(opened, Attempt)
    assert not opened.refusals
    assert len(advised.refusals) > 2
    rules = Engine().blueprint("mobility").rules.prerequisites
    advice = {str(refusal.params["prerequisite"]) for refusal in advised.refusals}
    assert not any(rules[prerequisite].blocking for prerequisite in advice)
    refused = {
        refusal.params.get("prerequisite")
        for shown in played.shown
        if isinstance(shown, Attempt | TurnedDown)
        for refusal in shown.refusals
    }
    assert refused.isdisjoint(advice)


def test_the_jury_was_chosen_and_decides(played: Played) -> None:
    assert played.mobility.certification == "jury"
    decided = played.done("DecideUnit")
    assert {role for entry in decided for role in entry.actor.roles} == {"certifier"}


# -- what it tells


def test_spreadsheets_are_compared_before_anything_is_written(played: Played) -> None:
    last = [shown for shown in played.shown if isinstance(shown, Imported)][-1]
    assert (last.new, last.changed, last.absent) == (("l-8",), ("l-6",), ("l-7",))


def test_there_are_eight_learners_in_two_groups(played: Played) -> None:
    learners = played.mobility.learners
    assert len(learners) == 8
    assert {learner.group for learner in learners.values()} == {"boulangers", "patissiers"}


def test_one_learner_joins_late_and_leaves_with_a_stay_of_their_own(played: Played) -> None:
    (added,) = (
        entry
        for entry in played.journal
        for recorded in entry.actions
        if recorded.action == "AddLearner"
        and isinstance(learner := recorded.values["learner"], dict)
        and learner["id"] == "l-8"
    )
    assert added.recorded.date() == date(2027, 3, 3)
    assert played.fired("mobility:leipzig-2027")[0] == ("advance", "2027-02-19")
    assert ("depart", "2027-03-15") in played.fired("learner:l-8")
    stay = played.mobility.learners["l-8"].stay
    assert stay.period is not None
    assert stay.period != played.mobility.period
    assert stay.returned == stay.period.end


def test_one_learner_withdraws_before_departure(played: Played) -> None:
    learner = played.mobility.learners["l-7"]
    assert learner.status == "withdrawn"
    assert learner.stay.departed is None


def test_one_stay_is_interrupted_by_force_majeure(played: Played) -> None:
    learner = played.mobility.learners["l-6"]
    assert [trigger for trigger, _ in played.fired("learner:l-6")][-2:] == ["interrupt", "decide"]
    assert learner.stay.force_majeure is True
    assert learner.status == "not-validated"


def test_a_return_waits_for_a_mediation(played: Played) -> None:
    incident = played.mobility.incidents["i-1"]
    assert [trigger for trigger, _ in played.fired("incident:i-1")] == ["mediate", "resolve"]
    assert incident.status == "resolved"
    (blocked,) = turned_down(played, "come-back")
    assert [refusal.code for refusal in blocked.refusals] == ["incident-in-mediation"]
    assert played.mobility.learners["l-2"].stay.returned == incident.closed


def test_an_amended_contract_binds_when_all_have_signed(played: Played) -> None:
    old, new = played.mobility.learners["l-1"].contracts
    assert (old.status, new.status, new.changes) == ("superseded", "in-force", ("objectives",))
    assert {objective.unit for objective in old.objectives} == {"hygiene", "breads", "laminated"}
    assert {objective.unit for objective in new.objectives} == {"hygiene", "breads"}
    (early,) = turned_down(played, "mark-outcome")
    assert [refusal.code for refusal in early.refusals] == ["not-an-objective"]
    assert "breads/sourdough" in played.mobility.learners["l-1"].grid.marks


def test_a_company_that_closes_is_replaced(played: Played) -> None:
    learner = played.mobility.learners["l-5"]
    assert [placement.company for placement in learner.placements] == ["linde", "suedbrot"]
    assert learner.placements[-1].tutors
    assert learner.contract is not None
    assert learner.contract.changes == ("placement",)
    signed = {(signature.party, signature.of) for signature in learner.contract.signatures}
    assert signed == {
        *(("sending", None), ("host", None), ("learner", None), ("guardian", None)),
        ("host-company", "suedbrot"),
    }
    broken = [
        sorted(refusal.code for refusal in shown.refusals)
        for shown in played.shown
        if isinstance(shown, Broken)
    ]
    assert broken == [["placement-lost"], ["contract-outdated", "tutor-missing"], []]


def test_results_are_of_every_kind(played: Played) -> None:
    status = {name: learner.status for name, learner in played.mobility.learners.items()}
    assert status == {
        **dict.fromkeys(("l-1", "l-2", "l-3", "l-5", "l-8"), "validated"),
        "l-4": "partly-validated",
        "l-6": "not-validated",
        "l-7": "withdrawn",
    }


def test_an_appeal_reopens_the_mobility(played: Played) -> None:
    assert [trigger for trigger, _ in played.fired("mobility:leipzig-2027")] == [
        *("advance", "advance", "advance", "reopen", "advance"),
    ]
    assert [trigger for trigger, _ in played.fired("learner:l-3")].count("decide") == 2
    assert len(played.done("DecideUnit", learner="l-3", unit="laminated")) == 2


def test_a_guardian_signs_for_the_minors_alone(played: Played) -> None:
    guarded = {
        learner.id
        for learner in played.mobility.learners.values()
        for contract in learner.contracts
        if contract.signed_by("guardian", None)
    }
    assert guarded == {"l-2", "l-5"}
    came_of_age = played.mobility.learners["l-3"]
    assert came_of_age.contract is not None
    assert came_of_age.contract.issued is not None
    assert came_of_age.age_on(came_of_age.contract.issued) == 17
    signature = came_of_age.contract.signed_by("learner", None)
    assert signature is not None
    assert came_of_age.age_on(signature.on) == 18


def test_nobody_signs_for_a_company_but_paper_may_be_recorded(played: Played) -> None:
    _, refused = turned_down(played, "sign-contract")
    assert refused.by.roles == frozenset({"coordinator"})
    assert [refusal.code for refusal in refused.refusals] == ["not-permitted"]
    contract = played.mobility.learners["l-2"].contract
    assert contract is not None
    signature = contract.signed_by("host-company", "auwald")
    assert signature is not None
    assert signature.channel == "paper"
    (entry,) = played.done("SignContract", learner="l-2", channel="paper")
    assert entry.actor.roles == frozenset({"coordinator"})


def test_documents_are_shared_rejected_and_renewed(played: Played) -> None:
    learners = played.mobility.learners
    assert len({learners[f"l-{n}"].documents["insurance"].id for n in range(1, 8)}) == 1
    assert len(played.done("RejectDocument", owner="l-6", kind="cv")) == 1
    assert learners["l-6"].documents["cv"].status == "verified"
    assert learners["l-4"].nationality not in {"FR", "BE", "DE"}
    until = [
        entry.actions[0].values["valid_until"]
        for entry in played.done("CollectDocument", owner="l-4", kind="identity")
    ]
    assert until == ["2027-03-14", "2032-02-09"]


def test_a_complement_dated_too_early_is_replaced(played: Played) -> None:
    complement = played.mobility.learners["l-3"].documents["contract-complement"]
    assert complement.dated == date(2027, 3, 26)
    assert any(
        refusal.code == "document-dated-early"
        for shown in played.shown
        if isinstance(shown, Attempt)
        for refusal in shown.refusals
    )


def test_exceptions_have_their_reasons(played: Played) -> None:
    (excusal,) = played.mobility.excuses
    assert (excusal.code, excusal.subject) == ("document-missing", "learner:l-4")
    companies = played.mobility.companies
    waived = {
        (company.id, task)
        for company in companies.values()
        for task, record in company.tasks.items()
        if record.status == "waived" and record.note
    }
    assert waived == {
        ("linde", "debrief/host-company-satisfaction"),
        ("griffon", "review-and-disseminate/ask-sending-companies"),
    }


def test_what_is_stored_can_be_read_again(played: Played) -> None:
    flow = played.player.flow
    assert played.player.engine.loads(flow.dumps()) == flow


# -- when the story and the library differ


def with_event(story: Story, day: date, old: Event, new: Event) -> Story:
    """The story with one event of a day replaced."""

    def changed(found: Day) -> Day:
        events = tuple(new if event == old else event for event in found.events)
        return evolve(found, events=events) if found.date == day else found

    return evolve(story, days=tuple(changed(found) for found in story.days))


def altered(story: Story) -> Story:
    """The story, expecting of the first attempt less than it answers."""
    day = story.days[0]
    (attempt,) = (event for event in day.events if isinstance(event, Act) and event.attempt)
    return with_event(story, day.date, attempt, evolve(attempt, refused=frozenset({"undecided"})))


def test_a_refusal_the_story_does_not_expect_stops_it(story: Story) -> None:
    with pytest.raises(Unexpected) as raised:
        list(Player(altered(story)).play())
    assert raised.value.day == date(2026, 10, 5)
    assert "expects of 'advance': undecided" in str(raised.value)
    assert "units-missing: Bakers in Leipzig" in str(raised.value)


def test_a_refusal_that_does_not_come_stops_it(story: Story) -> None:
    refused = next(
        (day, event)
        for day in story.days
        for event in day.events
        if isinstance(event, Act) and event.what == "select" and not event.refused
    )
    day, event = refused
    wished = evolve(event, refused=frozenset({"document-missing"}))
    with pytest.raises(Unexpected, match=r"What came: no refusal\."):
        list(Player(with_event(story, day.date, event, wished)).play())


def test_an_invariant_that_holds_stops_it(story: Story) -> None:
    day = next(day for day in story.days if ShowViolations(frozenset()) in day.events)
    wished = ShowViolations(frozenset({"tutor-missing"}))
    with pytest.raises(Unexpected, match="invariants"):
        list(Player(with_event(story, day.date, ShowViolations(frozenset()), wished)).play())


def test_everything_wrong_with_a_story_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "story.toml").write_text(
        """
        languages = ["en"]
        mobility = {}
        accounts = {}
        [sets]
        [[day]]
        date = "2027-01-01"
        title = ["A day"]
        events = [
          { do = 3 },
          { todo = "boss" },
          { do = "complete-task", each.task = ["a"], each.subject = ["b", "c"] },
          7,
        ]
        """,
        "utf-8",
    )
    with pytest.raises(FormatError) as raised:
        read_story(tmp_path)
    assert [problem.path for problem in raised.value.problems] == [
        "$.day[0].date",
        "$.day[0].events[0].do",
        "$.day[0].events[1].todo",
        "$.day[0].events[2].each",
        "$.day[0].events[3]",
        "$.day[0].events[3].do",
    ]


# -- the pieces of the summary


def test_refusals_of_one_kind_are_put_together_the_soonest_first(played: Played) -> None:
    attempt = next(shown for shown in played.shown if isinstance(shown, Attempt))
    groups = gathered(attempt.refusals)
    assert sum(len(group.refusals) for group in groups) == len(attempt.refusals)
    assert [group.due for group in groups] == sorted(group.due for group in groups if group.due)
    (forms,) = (g for g in groups if len(g.refusals) == 7 and g.who[0] == "learner")
    assert (forms.code, forms.matters, len(forms.subjects)) == ("document-missing", 1, 7)


def test_work_is_counted_by_role(played: Played) -> None:
    counts = work(shown for shown in played.shown if isinstance(shown, Done))
    assert counts["certifier"] == {"decide-unit": 17, "decide": 8}
    assert set(counts["guardian"]) == {"sign-contract", "collect-document", "confirm"}


def test_ways_are_counted_over_all_codes(played: Played) -> None:
    attempt = next(s for s in played.shown if isinstance(s, Attempt) and s.cleared)
    counts = ways(attempt.cleared)
    assert counts.total() == sum(cleared.count for cleared in attempt.cleared)
    assert list(counts.values()) == sorted(counts.values(), reverse=True)


# -- on the screen


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("LANG", "C.UTF-8")


def run(*args: str) -> int:
    code = app.main(args=["demo", *args], standalone_mode=False)
    assert isinstance(code, int)
    return code


@pytest.mark.usefixtures("wide")
def test_the_command_fits_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 100
    assert len(lines) <= 250


@pytest.mark.usefixtures("wide")
def test_the_command_shows_what_matters(capsys: pytest.CaptureFixture[str]) -> None:
    run()
    text = capsys.readouterr().out
    for shown in (
        *("Advance the mobility: refused.", "Advance the mobility → completed"),
        *("Cleared since 2026-10-05:", "To do for: certifier", "All conditions of the stay hold"),
        *("Amadou Mil: “Identity document” is valid until 2027-03-14", "force majeure"),
        *("Outcomes partly validated", "2 in force", "Journal: "),
        *("04:00-13:00 planned, 05:00-20:00 allowed — Jugendarbeitsschutzgesetz §", "14(2)"),
        *("Only advised, and in nobody's way: ", "European Health Insurance Card"),
    ):
        assert shown in text


@pytest.mark.usefixtures("wide")
def test_quiet_shows_the_results_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--quiet") == 0
    text = capsys.readouterr().out
    assert "Gaël Avoine" in text
    assert "2026-10-05" not in text


@pytest.mark.usefixtures("wide")
def test_french_has_no_code_words(capsys: pytest.CaptureFixture[str], played: Played) -> None:
    assert run("--locale", "fr") == 0
    text = capsys.readouterr().out
    assert "Le projet commence" in text
    assert code_words(played) & set(re.findall(r"[\w/-]+", text)) == set()


def test_actions_of_the_story_have_names(story: Story) -> None:
    triggers = {
        transition.trigger
        for lifecycle in Engine().blueprint("mobility").workflow.lifecycles
        for transition in lifecycle.transitions
    }
    labels = Engine().blueprint("mobility").messages.labels
    actions = [address.removeprefix("action:") for address in labels if "action:" in address]
    used = {event.what for day in story.days for event in day.events if isinstance(event, Act)}
    assert {kebab(name) for name in actions} >= used - triggers


@pytest.mark.usefixtures("wide")
def test_machines_get_one_document(capsys: pytest.CaptureFixture[str], played: Played) -> None:
    assert run("--json") == 0
    shown = json.loads(capsys.readouterr().out)["shown"]
    assert len(shown) == len(played.shown)
    assert {"day-begins", "narrated", "imported", "done", "attempt", "closed"} <= {
        event["kind"] for event in shown
    }
    attempt = next(event for event in shown if event["kind"] == "attempt")
    assert all(refusal["text"] and refusal["who"] for refusal in attempt["refusals"])


@pytest.mark.usefixtures("wide")
def test_the_mobility_can_be_kept(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "leipzig.json"
    assert run("--quiet", "--save", str(file)) == 0
    assert f"mobiflow show {file}" in capsys.readouterr().out
    assert Engine().loads(file.read_bytes()).status == "completed"


@pytest.mark.usefixtures("wide")
def test_the_command_ends_with_1_when_something_is_not_as_expected(
    story: Story, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("mobiflow.cli.commands.demo.read_story", lambda: altered(story))
    assert run() == 1
    assert "units-missing" in capsys.readouterr().err


# -- what the tests above share


def met(player: Player, learner: Learner) -> Iterator[str]:
    """The blocking demands of a learner, each of which has to be met, as the facts have it."""
    mobility = player.flow.mobility
    placement = learner.placements[-1]
    period = learner.stay.period or mobility.period
    contract = learner.contract
    assert contract is not None
    profile = Profile(
        *(mobility.sending.country, mobility.host.country, period.start, period.end),
        born=learner.born,
        nationality=learner.nationality,
        enrolment=learner.enrolment,
        sector=mobility.companies[placement.company].sector,
        signed=min(s.on for s in contract.signatures if s.party == "learner"),
    )
    for demand in player.engine.requirements(profile):
        rule = demand.prerequisite
        if rule.blocking:
            assert demand.unknown == ()
            match rule.requires:
                case DocumentRequired(kind=kind):
                    assert learner.documents[kind.id].status == "verified", rule.id
                case Confirmation():
                    assert rule.id in learner.confirmations, rule.id
                case SignatureRequired(party=party):
                    assert party in {signature.party for signature in contract.signatures}, rule.id
                case HoursLimit(night_to=night_to):
                    assert placement.hours is not None, rule.id
                    assert night_to is None or placement.hours.begins >= night_to, rule.id
                case MinimumAge():
                    pytest.fail(rule.id)
            yield rule.id


def workflow_phases() -> Iterator[Phase]:
    yield from Engine().blueprint("mobility").workflow.phases


def turned_down(played: Played, what: str) -> list[TurnedDown]:
    return [s for s in played.shown if isinstance(s, TurnedDown) and s.what == what]


def code_words(played: Played) -> set[str]:
    """Words with a hyphen or a stroke that mean something to the library only, and all ids."""
    blueprint = Engine().blueprint("mobility")
    words = {code.partition(":")[0] for code in said()}
    words |= {kebab(name) for name in blueprint.actions} | set(blueprint.actions)
    words |= {label.partition(":")[2] for label in blueprint.messages.labels}
    words |= {*blueprint.rules.tasks, *blueprint.rules.documents, *played.mobility.incidents}
    words |= {*blueprint.rules.prerequisites, *blueprint.rules.certifications}
    return {word for word in words if re.search("[-/]", word)} | set(played.mobility.learners)
