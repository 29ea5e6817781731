"""Plugins change the workflow of somebody else: what they may do, and when they may not."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve, field, frozen
from hypothesis import given
from hypothesis import strategies as st

from mobiflow import (
    Context,
    DefinitionError,
    Engine,
    Learner,
    Mobility,
    Ref,
    Refusal,
    WorkflowIndex,
    action,
    allow,
    guards,
)
from mobiflow._compiler.pieces import Pieces
from mobiflow.contributions import (
    AddDocument,
    AddGuard,
    AddInvariant,
    AddLeadTime,
    AddNote,
    AddParty,
    AddPhase,
    AddRequirement,
    AddState,
    AddStep,
    AddTask,
    AddTransition,
    Contribution,
    Remove,
    Replace,
)
from mobiflow.definition import (
    DocumentKind,
    Effect,
    LeadTime,
    Note,
    Party,
    Phase,
    Requirement,
    State,
    Step,
    Task,
    Transition,
    Workflow,
)
from mobiflow.testing import at, drive
from tests.amounts import examples
from tests.plugins import VISIT, Plugin, engine


def workflow_with(*plugins: object) -> Workflow:
    return engine(*plugins).workflows["mobility"]


def problems_of(*plugins: object) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        engine(*plugins)
    return [str(problem) for problem in caught.value.problems]


def a_task(name: str) -> Task:
    return Task(name, name.title(), allow("coordinator"))


def test_a_workflow_taken_apart_and_put_together_is_the_same() -> None:
    guide = workflow_with()
    assert Pieces.of(guide).workflow() == guide


def test_an_added_phase_stands_between_its_neighbours_and_is_passed_through() -> None:
    flow = at("before", engine=engine(Plugin(changes=[AddPhase(VISIT, after="before")])))
    drive(flow, to="visit")
    drive(flow, to="completed")
    assert flow.mobility.closed["visiting"] == "done"


def test_a_phase_can_come_before_the_first() -> None:
    phases = workflow_with(Plugin(changes=[AddPhase(VISIT, after=None)])).phases
    assert [phase.id for phase in phases] == ["visit", "before", "during", "after"]


def test_an_inserted_phase_inherits_readiness_for_departure() -> None:
    flow = at("before", engine=engine(Plugin(changes=[AddPhase(VISIT, after="before")])))
    drive(flow, to="visit")
    codes = {refusal.code for refusal in flow.explain("advance").refusals}
    assert codes == {"task-open"}, "what departure asks for was already asked, and stays true"


def test_steps_tasks_and_notes_go_where_the_plugin_says() -> None:
    workflow = workflow_with(
        Plugin(
            changes=[
                AddStep(Step("first-aid", "First aid"), "before", after="inform-candidates"),
                AddTask(a_task("course"), "first-aid"),
                AddTask(a_task("kit"), "first-aid"),
                AddTask(a_task("call"), "first-aid", after="course"),
                AddNote(Note("aid", "Aid", "Help is near."), "first-aid"),
                AddLeadTime("first-aid", LeadTime("start", -10)),
            ]
        )
    )
    steps = {step.id: step for step in workflow.phases[0].steps}
    assert list(steps)[1:3] == ["inform-candidates", "first-aid"]
    assert [task.id for task in steps["first-aid"].tasks] == ["course", "call", "kit"]
    assert [note.id for note in steps["first-aid"].notes] == ["aid"]
    assert workflow.lead_times["first-aid"] == LeadTime("start", -10)


def test_states_and_transitions_join_a_lifecycle() -> None:
    paused = Transition("pause", ("abroad",), ("on-leave",), allow("coordinator"))
    resumed = Transition("resume", ("on-leave",), ("abroad",), allow("coordinator"))
    plugin = Plugin(
        changes=[
            AddState(State("on-leave", "away", "on leave"), "learner"),
            AddTransition(paused, "learner"),
            AddTransition(resumed, "learner"),
            AddInvariant(guards.placed(), "learner", "on-leave"),
        ]
    )
    flow = at("during", engine=engine(plugin))
    flow.do("depart", learner="learner-1")
    flow.do("pause", learner="learner-1")
    assert flow.mobility.learners["learner-1"].status == "on-leave"
    assert drive(flow).status == "completed", "its category tells the guards what it means"


def test_an_effect_sees_what_the_action_itself_has_changed() -> None:
    @action(trigger="rename", kind="learner")
    @frozen
    class Rename:
        """Somebody is called otherwise from now on."""

        learner: str
        on: date | None = field(default=None, kw_only=True)

        def subjects(self, mobility: Mobility) -> tuple[Ref, ...]:
            return (Ref("learner", self.learner),)

        def check(self, context: Context, mobility: Mobility) -> tuple[Refusal, ...]:
            return ()

        def apply(self, mobility: Mobility, rules: WorkflowIndex) -> Mobility:
            return mobility.with_learner(evolve(mobility.learners[self.learner], name="Lea"))

    def twice(learner: Learner, act: object) -> Learner:
        return evolve(learner, name=f"{learner.name} {learner.name}")

    renamed = Transition("rename", ("candidate",), ("candidate",), allow("coordinator"))
    renamed = evolve(renamed, effect=Effect("twice", 1, twice))
    plugin = Plugin(actions=[Rename], changes=[AddTransition(renamed, "learner")])
    flow = at("before", engine=engine(plugin))
    flow.do(Rename("learner-1"))
    assert flow.mobility.learners["learner-1"].name == "Lea Lea"


def test_documents_requirements_parties_and_guards_are_asked_for() -> None:
    badge = DocumentKind("badge", "Badge", allow("learner"))
    plugin = Plugin(
        changes=[
            AddDocument(badge),
            AddRequirement(Requirement("badge", "departure", ("badge",))),
            AddParty(Party("chamber", "certifier")),
            AddGuard(guards.feedback_given(), "learner/select"),
        ]
    )
    flow = at("before", engine=engine(plugin))
    assert "feedback-missing" in {
        r.code for r in flow.explain("select", learner="learner-1").refusals
    }
    drive(flow, to="during")
    learner = flow.mobility.learners["learner-1"]
    assert learner.documents["badge"].status == "verified"
    assert learner.contract is not None
    assert learner.contract.signed_by("chamber", None) is not None


def test_a_replaced_step_keeps_its_tasks_unless_it_brings_some() -> None:
    kept = workflow_with(Plugin(changes=[Replace("step:debrief", Step("debrief", "Talk"))]))
    step = next(s for p in kept.phases for s in p.steps if s.id == "debrief")
    assert (step.title, next(task.id for task in step.tasks)) == ("Talk", "hold-debrief")
    own = Step("debrief", "Talk", tasks=(a_task("talk"),))
    brought = workflow_with(Plugin(changes=[Replace("step:debrief", own)]))
    step = next(s for p in brought.phases for s in p.steps if s.id == "debrief")
    assert [task.id for task in step.tasks] == ["talk"]


def test_a_removed_task_takes_its_lead_time_and_references_along() -> None:
    path = "select-learners/notify-selection"
    workflow = workflow_with(Plugin(changes=[Remove(f"task:{path}")]))
    assert path not in workflow.lead_times
    tasks = [task for p in workflow.phases for s in p.steps for task in s.tasks]
    assert all(path not in task.after for task in tasks)


REMOVAL = Remove("guard:learner/select#documents_collected(gate=application)")


def test_removing_a_guard_shows_in_the_diff_the_digest_and_every_entry() -> None:
    plain, weaker = engine(), engine(Plugin("lax", changes=[REMOVAL]))
    found = weaker.differences(plain.blueprint("mobility"))
    assert [(d.what, d.source, d.meaning) for d in found] == [("removed", "lax 1.0", True)]
    flow = at("before", engine=weaker)
    assert flow.explain("select", learner="learner-1").allowed
    assert flow.digest != plain.blueprint("mobility").digest
    assert all("lax 1.0" in entry.plugins for entry in flow.journal)
    assert all(entry.digest == flow.digest for entry in flow.journal)


def test_rewording_changes_no_digest_and_says_so_in_the_diff() -> None:
    plain, reworded = (
        engine(),
        engine(Plugin(changes=[Replace("step:debrief", Step("debrief", "Talk"))])),
    )
    assert reworded.blueprint("mobility").digest == plain.blueprint("mobility").digest
    (found,) = reworded.differences(plain.blueprint("mobility"))
    assert (found.address, found.meaning) == ("step:debrief", False)


def test_every_piece_knows_the_plugin_it_comes_from() -> None:
    by = engine(Plugin(changes=[AddPhase(VISIT, after="before")])).brought()
    assert by["acme 1.0"] == ("phase:visit", "step:visiting", "task:visiting/go")


def test_a_refusal_names_the_plugin_that_asks() -> None:
    plugin = Plugin(changes=[AddGuard(guards.feedback_given(), "learner/select")])
    flow = at("before", engine=engine(plugin))
    sources = {r.code: r.asked_by for r in flow.explain("select", learner="learner-1").refusals}
    assert sources["feedback-missing"] == ("acme 1.0",)
    assert sources["document-missing"][0].startswith("guide ")


# -- clashes


def test_two_plugins_with_one_phase_are_named_both() -> None:
    clash = [AddPhase(VISIT, after="before")]
    found = " ".join(problems_of(Plugin("one", changes=clash), Plugin("two", changes=clash)))
    assert "one 1.0" in found
    assert "two 1.0" in found


def test_a_piece_of_the_guide_cannot_be_added_again() -> None:
    (found,) = problems_of(Plugin(changes=[AddTask(a_task("funders"), "prepare-participants")]))
    assert "guide" in found
    assert "acme 1.0" in found


def test_two_phases_at_one_point_are_refused_unless_one_names_the_other() -> None:
    other = Phase("fair", "Fair")
    one = Plugin("one", changes=[AddPhase(VISIT, after="before")])
    (found,) = problems_of(one, Plugin("two", changes=[AddPhase(other, after="before")]))
    assert "one 1.0" in found
    assert "two 1.0" in found
    phases = workflow_with(one, Plugin("two", changes=[AddPhase(other, after="visit")])).phases
    assert [phase.id for phase in phases] == ["before", "visit", "fair", "during", "after"]


def test_two_plugins_cannot_replace_the_same_piece() -> None:
    change = [Replace("step:debrief", Step("debrief", "Talk"))]
    (found,) = problems_of(Plugin("one", changes=change), Plugin("two", changes=change))
    assert "one 1.0" in found
    assert "two 1.0" in found


def test_one_cannot_remove_what_another_replaces() -> None:
    replaced = [Replace("step:debrief", Step("debrief", "Talk"))]
    removed = [Remove("step:debrief")]
    assert problems_of(Plugin("one", changes=replaced), Plugin("two", changes=removed))


def test_one_cannot_remove_what_another_has_added_inside() -> None:
    added = [AddTask(a_task("photo"), "debrief")]
    (found,) = problems_of(
        Plugin("one", changes=added), Plugin("two", changes=[Remove("step:debrief")])
    )
    assert "one 1.0" in found
    assert "two 1.0" in found


def test_two_plugins_that_remove_the_same_piece_agree() -> None:
    agreed = workflow_with(Plugin("one", changes=[REMOVAL]), Plugin("two", changes=[REMOVAL]))
    assert len(agreed.removed) == 1


@pytest.mark.parametrize(
    ("change", "nearest"),
    [
        (Remove("task:debrief/hold-debreif"), "task:debrief/hold-debrief"),
        (Remove("guard:learner/selct#placed"), "learner/selected"),
        (AddTask(a_task("x"), "debreif"), "step:debrief"),
        (AddPhase(VISIT, after="befor"), "phase:before"),
        (AddGuard(guards.placed(), "redy-to-depart"), "ready-to-depart"),
        (AddState(State("x", "away"), "lerner"), "lifecycle:learner"),
        (Replace("documnt:cv", DocumentKind("cv", "CV", allow("learner"))), "document:cv"),
    ],
)
def test_an_unknown_address_is_answered_with_the_nearest(
    change: Contribution, nearest: str
) -> None:
    (found,) = problems_of(Plugin(changes=[change]))
    assert "acme 1.0" in found
    assert nearest in found


def test_a_piece_is_replaced_by_one_of_its_kind() -> None:
    (found,) = problems_of(Plugin(changes=[Replace("step:debrief", a_task("debrief"))]))
    assert "Step" in found
    assert "Task" in found


def test_everything_wrong_is_reported_at_once() -> None:
    found = problems_of(Plugin(changes=[Remove("step:nope"), Remove("note:nope"), Remove("what")]))
    assert len(found) == 3


# -- order


PLUGINS = (
    Plugin("alpha", changes=[AddPhase(VISIT, after="before"), REMOVAL]),
    Plugin(
        "beta",
        changes=[AddTask(a_task("photo"), "debrief"), AddParty(Party("chamber", "certifier"))],
    ),
    Plugin("gamma", changes=[AddTask(a_task("film"), "debrief"), Remove("note:plan-b")]),
    Plugin("delta", changes=[AddPhase(Phase("fair", "Fair"), after="visit")]),
)


@examples(12)
@given(order=st.permutations(PLUGINS))
def test_the_order_of_plugins_never_changes_the_result(order: list[Plugin]) -> None:
    here, there = engine(*PLUGINS).blueprint("mobility"), engine(*order).blueprint("mobility")
    assert here.workflow == there.workflow
    assert here.digest == there.digest


def test_two_engines_with_different_plugins_live_side_by_side() -> None:
    plain, extended = engine(), engine(*PLUGINS)
    assert [p.id for p in plain.workflows["mobility"].phases] == ["before", "during", "after"]
    assert len(extended.workflows["mobility"].phases) == 5
    assert at(engine=plain).digest != at(engine=extended).digest


def test_hooks_are_asked_when_the_engine_is_built_and_never_per_action() -> None:
    calls: list[str] = []

    def counted(workflow: Workflow) -> list[Contribution]:
        calls.append(workflow.id)
        return []

    built: Engine = engine(Plugin(changes=counted))
    assert calls == ["mobility"]
    at("completed", engine=built)
    assert calls == ["mobility"]
