"""Lock 4: every verb asks who you are, and each colleague gets what is theirs and no more."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FunctionType
from typing import Any

import pytest
from sqlalchemy import insert

import lib.practice
from lib.domain.access import Book, Permission, Role, Scope
from lib.domain.agenda import AppointmentDraft
from lib.domain.backups import Plan
from lib.domain.basis import BasisDraft
from lib.domain.consents import ConsentDraft
from lib.domain.dossiers import DossierClosed, Span
from lib.domain.experiments import ExperimentDraft, WayDraft
from lib.domain.intake import IntakeDraft
from lib.domain.load import Period
from lib.domain.oversight import Asked, Verdict
from lib.domain.people import ClientDraft
from lib.domain.problems import NotAllowed, NotFound, NotSignedIn
from lib.domain.questionnaires import Measure
from lib.domain.questions import Question
from lib.domain.rights import NotYet, StillOpen, dossier_number
from lib.domain.team_steps import TeamStepDraft, draft_to_share
from lib.practice import (
    absences,
    accounts,
    advice,
    agenda,
    backups,
    basis,
    care_signals,
    caseload,
    clients,
    cockpit,
    consents,
    covers,
    deputies,
    dossiers,
    drafts,
    experiments,
    goals,
    handbook,
    handovers,
    intake,
    life_events,
    load,
    log_check,
    measures,
    nightly,
    notices,
    outside_sign_in,
    oversight,
    progress,
    questions,
    refusals,
    regions,
    rights,
    routes,
    rules,
    second_step,
    sessions,
    snippets,
    step_library,
    talk_points,
    team_quality,
    team_report,
    working_notes,
    worklist,
)
from lib.practice.accounts import Newcomer
from lib.storage import tables as t
from lib.storage.engine import ROOT
from tests.cast import (
    BEGAN,
    NAMES,
    NOW,
    TODAY,
    Practice,
    adjusted,
    again,
    app_shows,
    draft,
    email,
    enrolled,
    key,
    later,
    password,
    recorded,
    sign_in,
    step,
)
from tests.conftest import DATABASES, pg_tools

# What works before anyone is known, or for no one in particular. Each needs a good reason.
WITHOUT_SCOPE = {
    # Who knocks is not known yet; only the gate may call these.
    "front_door.accept",
    "front_door.come_in",
    "front_door.confirm",
    "front_door.count_try",
    "front_door.enrolment",
    "front_door.greet",
    "front_door.identify",
    "front_door.invited",
    "front_door.is_empty",
    "front_door.prove",
    # For whoever may give commands on the server itself.
    "front_door.second_step_lost",
    "front_door.set_up",
    "front_door.sign_in",
    "front_door.sign_out",
    "front_door.take_back",
    "front_door.waits_for",
    # Whoever comes from their organisation is not known yet either.
    "outside_sign_in.arrive",
    "outside_sign_in.keep_way",
    "outside_sign_in.provider",
    "outside_sign_in.refused",
    "outside_sign_in.way_back",
    # Opening and closing the databases is the work of the server.
    "accounts.link_hours",
    "house.asks_second_factor",
    "house.close_house",
    "house.demo_is_open",
    "house.demo_stands",
    "house.may_set_up",
    "house.open_house",
    "house.plan",
    "house.ready",
    "house.start_demo",
    "house.keep_private",
    "house.use_keys",
    # What is looked at before the server starts, and where its settings stand.
    "given.files",
    "given.given",
    "safety.findings",
    "safety.gathered",
    "safety.hold",
    "safety.is_held",
    "safety.let_go",
    # Seals everything anew with a new key, at the terminal.
    "keys.look",
    "keys.rotate",
    # A calendar program cannot sign in: the secret in the address says whose agenda it may show.
    "agenda.feed_of",
    # The demo makes its own people and signs them in; it never opens the practice's database.
    "demo.build",
    # What the house does each night by itself; only the clock of the server calls it.
    "nightly.run_due",
    # Backups belong to the house as well: its clock, its opening and the terminal.
    "backups.make",
    "backups.note_erasures",
    "backups.plan",
    "backups.restore",
    "backups.run_due",
    "backups.verify",
    # The chain over the log belongs to the house; only its opening and its clock call these.
    "log_check.begin",
    "log_check.look",
    "log_check.look_due",
    "log_check.write_head",
    # A backup that is put back forgets again whoever was erased; nobody is signed in then.
    "rights.erase_again",
    "rights.erasures",
    # The post goes by itself, to whom a notice is for; only the clockwork may call it.
    "post.compose",
    "post.plan",
    "post.send_due",
    # Pure inventions, of which nothing is stored.
    "invented.first_day",
    "invented.lives",
    "invented.sentences",
    "invented.story",
    "invented_talk.talk",
    "invented_intake.intake",
    "invented_agenda.groups",
    "invented_handovers.covers",
    "invented_handovers.offers",
    "invented_agenda.plans",
    "invented_questions.asked",
}

NO_BACKUPS = Plan(ROOT / "data" / "local" / "no such folder", ROOT / "data" / "local" / "no key")


def made_now(scope: Scope) -> object:
    """Make a backup in a folder that goes away again."""
    with TemporaryDirectory() as folder:
        where = Plan(Path(folder) / "backups", Path(folder) / "key", tools=pg_tools())
        return backups.make_now(scope, where, now=NOW)


# Where nothing was written down outside the database.
NOWHERE = ROOT / "data" / "local" / "no such file"
YES, NO, NONE, SHUT = None, NotAllowed, NotFound, DossierClosed
# Bob's dossier is too young to go, and a care signal about him is open.
OPEN, EARLY = StillOpen, NotYet
PEOPLE = ("ines", "marek", "lea", "otto", "olga", "ada")
# What happens when each colleague does this with Bob, the client of Ines in team Noord.
# Ines coaches Noord, Marek too, Lea leads Noord; Otto coaches Zuid, Olga leads Zuid; Ada is admin.
#                              ines  marek lea   otto  olga  ada
TABLE: dict[str, tuple[type[Exception] | None, ...]] = {
    "clients.get":            (YES,  NONE, NO,   NONE, NO,   NO),
    "clients.my_teams":       (YES,  YES,  NO,   YES,  NO,   NO),
    "clients.add":            (YES,  YES,  NO,   YES,  NO,   NO),
    "clients.change":         (YES,  NONE, NO,   NONE, NO,   NO),
    "clients.ended":          (YES,  YES,  NO,   YES,  NO,   NO),
    "clients.next_appointment": (YES, NONE, NO,  NONE, NO,   NO),
    "clients.plan_next":      (YES,  NONE, NO,   NONE, NO,   NO),
    "agenda.of_mine":         (YES,  YES,  NO,   YES,  NO,   NO),
    "agenda.coming":          (YES,  NONE, NO,   NONE, NO,   NO),
    "agenda.look_at":         (YES,  NONE, NO,   NONE, NO,   NO),
    "agenda.plan":            (YES,  NONE, NO,   NONE, NO,   NO),
    "agenda.plan_group":      (YES,  YES,  NO,   YES,  NO,   NO),
    "agenda.change":          (YES,  NONE, NO,   NONE, NO,   NO),
    "agenda.move_one":        (YES,  NONE, NO,   NONE, NO,   NO),
    "agenda.cancel_one":      (YES,  NONE, NO,   NONE, NO,   NO),
    "agenda.bring_back_one":  (YES,  NONE, NO,   NONE, NO,   NO),
    "agenda.skip_holidays":   (YES,  NONE, NO,   NONE, NO,   NO),
    "agenda.remove":          (YES,  NONE, NO,   NONE, NO,   NO),
    "agenda.feed_link":       (YES,  YES,  NO,   YES,  NO,   NO),
    "agenda.revoke_feed":     (YES,  YES,  NO,   YES,  NO,   NO),
    "agenda.feed_stands":     (YES,  YES,  NO,   YES,  NO,   NO),
    "sessions.prepare":       (YES,  NONE, NO,   NONE, NO,   NO),
    "sessions.to_correct":    (YES,  NONE, NO,   NONE, NO,   NO),
    "sessions.record":        (YES,  NONE, NO,   NONE, NO,   NO),
    "sessions.correct":       (YES,  NONE, NO,   NONE, NO,   NO),
    "sessions.supplement":    (YES,  NONE, NO,   NONE, NO,   NO),
    "sessions.take_back":     (YES,  NONE, NO,   NONE, NO,   NO),
    "sessions.ending":        (YES,  NONE, NO,   NONE, NO,   NO),
    "sessions.say_heavy":     (YES,  NONE, NO,   NONE, NO,   NO),
    "sessions.handed_out":    (YES,  NONE, NO,   NONE, NO,   NO),
    "sessions.history":       (YES,  NONE, SHUT, NONE, NONE, NO),
    "dossiers.open_with_reason": (NO, NO,  YES,  NO,   NONE, NO),
    "dossiers.openings":      (YES,  NONE, YES,  NONE, NONE, NO),
    "dossiers.who_looked":    (YES,  NONE, NO,   NONE, NO,   NO),
    "questions.mine_of_client": (YES, NONE, NO,  NONE, NO,   NO),
    "questions.ask":          (YES,  NONE, NO,   NONE, NO,   NO),
    "questions.take_back":    (YES,  NONE, NO,   NONE, NO,   NO),
    "questions.put_away":     (YES,  NONE, NO,   NONE, NO,   NO),
    "questions.see_answers":  (YES,  NONE, NO,   NONE, NO,   NO),
    "questions.of_teams":     (NO,   NO,   YES,  NO,   YES,  NO),
    "questions.count_open":   (NO,   NO,   YES,  NO,   YES,  NO),
    "questions.plan":         (NO,   NO,   YES,  NO,   NONE, NO),
    "questions.answer":       (NO,   NO,   YES,  NO,   NONE, NO),
    "drafts.keep":            (YES,  NONE, NO,   NONE, NO,   NO),
    "drafts.take_up":         (YES,  NONE, NO,   NONE, NO,   NO),
    "drafts.go_on_here":      (YES,  NONE, NO,   NONE, NO,   NO),
    "drafts.lay_aside":       (YES,  NONE, NO,   NONE, NO,   NO),
    "drafts.bring_back":      (YES,  NONE, NO,   NONE, NO,   NO),
    "drafts.laid_aside":      (YES,  NONE, NO,   NONE, NO,   NO),
    "drafts.of_form":         (YES,  NONE, NO,   NONE, NO,   NO),
    "drafts.mine":            (YES,  YES,  NO,   YES,  NO,   NO),
    "drafts.keep_words":      (YES,  NONE, NO,   NONE, NO,   NO),
    "drafts.forget_words":    (YES,  NONE, NO,   NONE, NO,   NO),
    # One's own words alone: of another's client there are none.
    "drafts.words_on":        (YES,  YES,  NO,   YES,  NO,   NO),
    "working_notes.mine":     (YES,  NONE, NO,   NONE, NO,   NO),
    "working_notes.keep":     (YES,  NONE, NO,   NONE, NO,   NO),
    "snippets.of_my_teams":   (YES,  YES,  NO,   YES,  NO,   NO),
    "snippets.add":           (YES,  YES,  NO,   YES,  NO,   NO),
    "snippets.change":        (YES,  YES,  NO,   NONE, NO,   NO),
    "snippets.remove":        (YES,  YES,  NO,   NONE, NO,   NO),
    "snippets.bring_back":    (YES,  YES,  NO,   NONE, NO,   NO),
    "step_library.shelf":     (YES,  NONE, NO,   NONE, NO,   NO),
    "step_library.tried_in_teams": (NO, NO,  YES,  NO,   NONE, NO),
    "step_library.add_team_step": (YES, YES, NO, YES, NO,   NO),
    "step_library.change_team_step": (YES, YES, NO, NONE, NO, NO),
    "step_library.remove_team_step": (YES, YES, NO, NONE, NO, NO),
    "step_library.bring_back_team_step": (YES, YES, NO, NONE, NO, NO),
    "step_library.share_step": (YES, NONE, NO,  NONE, NO,   NO),
    "progress.of_client":     (YES,  NONE, YES,  NONE, NONE, NO),
    "progress.handed_out":    (YES,  NONE, NO,   NONE, NO,   NO),
    "life_events.of_client":  (YES,  NONE, NO,   NONE, NO,   NO),
    "life_events.add":        (YES,  NONE, NO,   NONE, NO,   NO),
    "life_events.take_away":  (YES,  NONE, NO,   NONE, NO,   NO),
    "routes.story":           (YES,  NONE, NO,   NONE, NO,   NO),
    "routes.adjust":          (YES,  NONE, NO,   NONE, NO,   NO),
    "routes.go_back":         (YES,  NONE, NO,   NONE, NO,   NO),
    "routes.look_back":       (YES,  NONE, NO,   NONE, NO,   NO),
    "routes.templates":       (YES,  YES,  NO,   YES,  NO,   NO),
    "routes.agree_rest":      (YES,  NONE, NO,   NONE, NO,   NO),
    "routes.end_rest":        (YES,  NONE, NO,   NONE, NO,   NO),
    "basis.of":               (YES,  NONE, NO,   NONE, NO,   NO),
    "basis.change":           (YES,  NONE, NO,   NONE, NO,   NO),
    "goals.of_client":        (YES,  NONE, NO,   NONE, NO,   NO),
    "goals.add":              (YES,  NONE, NO,   NONE, NO,   NO),
    "goals.reword":           (YES,  NONE, NO,   NONE, NO,   NO),
    "goals.end":              (YES,  NONE, NO,   NONE, NO,   NO),
    "goals.bring_back":       (YES,  NONE, NO,   NONE, NO,   NO),
    "goals.score":            (YES,  NONE, NO,   NONE, NO,   NO),
    "goals.take_back_score":  (YES,  NONE, NO,   NONE, NO,   NO),
    "cockpit.of":             (YES,  NONE, NO,   NONE, NO,   NO),
    "cockpit.with_reason":    (NO,   NO,   SHUT, NO,   NONE, NO),
    "talk_points.of_client":  (YES,  NONE, NO,   NONE, NO,   NO),
    "talk_points.add":        (YES,  NONE, NO,   NONE, NO,   NO),
    "talk_points.tick_off":   (YES,  NONE, NO,   NONE, NO,   NO),
    "talk_points.bring_back": (YES,  NONE, NO,   NONE, NO,   NO),
    "experiments.of_client":  (YES,  NONE, NO,   NONE, NO,   NO),
    "experiments.begin":      (YES,  NONE, NO,   NONE, NO,   NO),
    "experiments.tell_day":   (YES,  NONE, NO,   NONE, NO,   NO),
    "experiments.take_back_day": (YES, NONE, NO, NONE, NO,   NO),
    "experiments.stop":       (YES,  NONE, NO,   NONE, NO,   NO),
    "measures.of_client":     (YES,  NONE, NO,   NONE, NO,   NO),
    "measures.offered_to":    (YES,  NONE, NO,   NONE, NO,   NO),
    "measures.fill_in":       (YES,  NONE, NO,   NONE, NO,   NO),
    "measures.take_back":     (YES,  NONE, NO,   NONE, NO,   NO),
    "measures.settings":      (NO,   NO,   YES,  NO,   NONE, NO),
    "measures.switch":        (NO,   NO,   YES,  NO,   NONE, NO),
    "handbook.of_client":     (YES,  NONE, NO,   NONE, NO,   NO),
    "intake.of":              (YES,  NONE, NO,   NONE, NO,   NO),
    "intake.change":          (YES,  NONE, NO,   NONE, NO,   NO),
    "intake.care_contact":    (YES,  NONE, YES,  NONE, NONE, NO),
    "intake.funnel_of_mine":  (YES,  YES,  NO,   YES,  NO,   NO),
    "consents.of_client":     (YES,  NONE, NO,   NONE, NO,   NO),
    "consents.add":           (YES,  NONE, NO,   NONE, NO,   NO),
    "consents.withdraw":      (YES,  NONE, NO,   NONE, NO,   NO),
    "care_signals.of_client": (YES,  NONE, YES,  NONE, NONE, NO),
    "care_signals.standing":  (YES,  NONE, YES,  NONE, NONE, NO),
    "care_signals.open_signal": (YES, NONE, YES, NONE, NONE, NO),
    "care_signals.close_signal": (YES, NONE, YES, NONE, NONE, NO),
    "care_signals.read_along": (YES, NONE, YES,  NONE, NONE, NO),
    "care_signals.ask_deputy": (YES, NONE, YES,  NONE, NONE, NO),
    "deputies.of_team":       (NO,   NO,   YES,  NO,   NONE, NO),
    "deputies.name":          (NO,   NO,   YES,  NO,   NONE, NO),
    "advice.of":              (YES,  NONE, NO,   NONE, NO,   NO),
    "advice.settings":        (YES,  YES,  YES,  NONE, NONE, NO),
    "advice.change_setting":  (NO,   NO,   YES,  NO,   NONE, NO),
    "caseload.own":           (YES,  YES,  NO,   YES,  NO,   NO),
    "caseload.of_teams":      (NO,   NO,   YES,  NO,   YES,  NO),
    "team_quality.teams":     (NO,   NO,   YES,  NO,   YES,  NO),
    "team_quality.of_teams":  (NO,   NO,   YES,  NO,   NONE, NO),
    "team_quality.handed_out": (NO,  NO,   YES,  NO,   NONE, NO),
    "team_report.teams":      (NO,   NO,   YES,  NO,   YES,  NO),
    "team_report.of_month":   (NO,   NO,   YES,  NO,   NONE, NO),
    "team_report.export":     (NO,   NO,   YES,  NO,   NONE, NO),
    "load.teams":             (NO,   NO,   YES,  NO,   YES,  NO),
    "load.of_teams":          (NO,   NO,   YES,  NO,   YES,  NO),
    "load.behind":            (NO,   NO,   YES,  NO,   YES,  NO),
    "load.hours":             (NO,   NO,   YES,  NO,   NONE, NO),
    "load.set_hours":         (NO,   NO,   YES,  NO,   NONE, NO),
    "load.export":            (NO,   NO,   YES,  NO,   YES,  NO),
    "worklist.mine":          (YES,  YES,  NO,   YES,  NO,   NO),
    "worklist.of_client":     (YES,  NONE, NO,   NONE, NO,   NO),
    "worklist.put_off":       (YES,  NONE, NO,   NONE, NO,   NO),
    "worklist.annotate":      (YES,  NONE, NO,   NONE, NO,   NO),
    "worklist.finish":        (YES,  NONE, NO,   NONE, NO,   NO),
    "worklist.say_useful":    (YES,  NONE, NO,   NONE, NO,   NO),
    "worklist.bring_back":    (YES,  NONE, NO,   NONE, NO,   NO),
    "worklist.bring_up_to_date": (YES, YES, YES, YES, YES,   NO),
    "worklist.work_out":      (YES,  YES,  YES,  YES,  YES,  NO),
    "handovers.mine":         (YES,  YES,  NO,   YES,  NO,   NO),
    "handovers.asked":        (YES,  YES,  NO,   YES,  NO,   NO),
    "handovers.of_teams":     (NO,   NO,   YES,  NO,   YES,  NO),
    "handovers.prepare":      (YES,  NONE, YES,  NONE, NONE, NO),
    "handovers.offer":        (YES,  NONE, YES,  NONE, NONE, NO),
    "handovers.take_back":    (YES,  NONE, YES,  NONE, NONE, NO),
    "handovers.inform":       (YES,  NONE, YES,  NONE, NONE, NO),
    "handovers.read_first":   (NONE, NONE, NO,   NONE, NO,   NO),
    "handovers.accept":       (NONE, NONE, NO,   NONE, NO,   NO),
    "handovers.decline":      (NONE, NONE, NO,   NONE, NO,   NO),
    "covers.mine":            (YES,  YES,  NO,   YES,  NO,   NO),
    "covers.of_teams":        (NO,   NO,   YES,  NO,   YES,  NO),
    "covers.prepare":         (YES,  YES,  NO,   YES,  NO,   NO),
    "covers.add":             (YES,  NONE, YES,  NONE, NONE, NO),
    "covers.end":             (YES,  YES,  YES,  NONE, NONE, NO),
    "covers.inform":          (YES,  NONE, YES,  NONE, NONE, NO),
    "log_check.latest":       (NO,   NO,   NO,   NO,   NO,   YES),
    "log_check.look_now":     (NO,   NO,   NO,   NO,   NO,   YES),
    "backups.kept":           (NO,   NO,   NO,   NO,   NO,   YES),
    "backups.make_now":       (NO,   NO,   NO,   NO,   NO,   YES),
    "refusals.turned_away":   (YES,  YES,  YES,  YES,  YES,  YES),
    "rights.of_client":       (YES,  NONE, NONE, NONE, NONE, NO),
    "rights.ask":             (YES,  NONE, NONE, NONE, NONE, NO),
    "rights.withdraw":        (YES,  NONE, NONE, NONE, NONE, NO),
    "rights.export":          (YES,  NONE, NONE, NONE, NONE, NO),
    "rights.of_teams":        (NO,   NO,   YES,  NO,   YES,  NO),
    "rights.extend":          (NO,   NO,   YES,  NO,   NONE, NO),
    "rights.decide":          (NO,   NO,   YES,  NO,   NONE, NO),
    "rights.end_restriction": (NO,   NO,   YES,  NO,   NONE, NO),
    "rights.erase":           (NO,   NO,   OPEN, NO,   NONE, NO),
    "rights.erase_after_term": (NO,  NO,   EARLY, NO,  NONE, NO),
    "rights.proof":           (NO,   NO,   NONE, NO,   NONE, NO),
    "oversight.colleagues":   (NO,   NO,   NO,   NO,   NO,   YES),
    "oversight.export":       (NO,   NO,   NO,   NO,   NO,   YES),
    "oversight.judge":        (NO,   NO,   NO,   NO,   NO,   NONE),
    "oversight.month":        (NO,   NO,   NO,   NO,   NO,   YES),
    "oversight.search":       (NO,   NO,   NO,   NO,   NO,   YES),
    "oversight.sign_off":     (NO,   NO,   NO,   NO,   NO,   YES),
    "oversight.signed_off":   (NO,   NO,   NO,   NO,   NO,   YES),
    "regions.every":          (NO,   NO,   NO,   NO,   NO,   YES),
    "regions.keep":           (NO,   NO,   NO,   NO,   NO,   YES),
    "accounts.still_guides":  (NO,   NO,   NO,   NO,   NO,   YES),
    "accounts.colleagues":    (NO,   NO,   NO,   NO,   NO,   YES),
    "accounts.teams":         (NO,   NO,   NO,   NO,   NO,   YES),
    "accounts.add_team":      (NO,   NO,   NO,   NO,   NO,   YES),
    "accounts.rename_team":   (NO,   NO,   NO,   NO,   NO,   YES),
    "accounts.add_colleague": (NO,   NO,   NO,   NO,   NO,   YES),
    "accounts.invite_again":  (NO,   NO,   NO,   NO,   NO,   YES),
    "accounts.set_active":    (NO,   NO,   NO,   NO,   NO,   YES),
    "accounts.set_roles":     (NO,   NO,   NO,   NO,   NO,   YES),
    "accounts.set_admin":     (NO,   NO,   NO,   NO,   NO,   YES),
    "accounts.set_overseer":  (NO,   NO,   NO,   NO,   NO,   YES),
    "outside_sign_in.unlink": (NO,   NO,   NO,   NO,   NO,   YES),
    "accounts.second_factor_lost": (NO, NO, NO,  NO,   NO,   YES),
    "rules.change":           (NO,   NO,   NO,   NO,   NO,   YES),
    "rules.keep_for":         (NO,   NO,   NO,   NO,   NO,   YES),
    "rules.of_practice":           (YES, YES, YES, YES, YES, YES),
    "absences.mine":               (YES, YES, YES, YES, YES, YES),
    "absences.add":                (YES, YES, YES, YES, YES, YES),
    "absences.take_away":          (YES, YES, YES, YES, YES, YES),
    "notices.mine":                (YES, YES, YES, YES, YES, YES),
    "notices.count_unseen":        (YES, YES, YES, YES, YES, YES),
    "notices.see":                 (NONE, NONE, YES, NONE, NONE, NONE),
    "notices.my_choice":           (YES, YES, YES, YES, YES, YES),
    "notices.choose":              (YES, YES, YES, YES, YES, YES),
    "accounts.my_phone":           (YES, YES, YES, YES, YES, YES),
    "accounts.set_phone":          (YES, YES, YES, YES, YES, YES),
    "accounts.choose_language":    (YES, YES, YES, YES, YES, YES),
    "accounts.change_password":    (YES, YES, YES, YES, YES, YES),
    "accounts.sign_out_elsewhere": (YES, YES, YES, YES, YES, YES),
    "accounts.my_visits":          (YES, YES, YES, YES, YES, YES),
    "accounts.end_visit":          (YES, YES, YES, YES, YES, YES),
    "second_step.mine":            (YES, YES, YES, YES, YES, YES),
    "second_step.new_codes":       (YES, YES, YES, YES, YES, YES),
    "second_step.begin_anew":      (YES, YES, YES, YES, YES, YES),
}  # fmt: skip


@dataclass(frozen=True)
class Dossier:
    """Bob's dossier with something of everything in it."""

    practice: Practice
    session_id: str
    locked_id: str
    rest_id: str
    snippet_id: str
    team_step_id: str
    client_version: int
    goal_id: str
    score_id: str
    experiment_id: str
    signal_ids: dict[str, str]
    notice_id: str
    filling_id: str
    event_id: str
    consent_id: str
    point_id: str
    question_id: str
    answered_id: str
    appointment_id: str
    waiting_id: str
    done_id: str
    handover_id: str
    cover_id: str
    request_id: str
    erasure_id: str
    # What each colleague's authenticator app holds, by their id.
    secrets: dict[str, str]


def team_step(name: str) -> TeamStepDraft:
    """A step of the library as a team types it."""
    typed = draft_to_share(step())
    return replace(typed, step=replace(typed.step, activity=name))


def filled_in(scope: Scope, client: str) -> str:
    """Keep the answers to WHO-5 on paper."""
    return measures.fill_in(
        scope,
        client,
        Measure.WHO5,
        answers=(3, 2, 3, 1, 2),
        day=TODAY,
        filled_in="paper",
        save_key=key(),
        now=NOW,
    )


def absent(scope: Scope) -> str:
    """Be away for a day."""
    return absences.add(scope, start=TODAY, end=TODAY, save_key=key(), now=NOW)


def remembered(scope: Scope, client: str) -> str:
    """Keep something for the next talk."""
    told = {"kind": "topic", "words": "slapen"}
    return talk_points.add(scope, client, **told, save_key=key(), now=NOW)


def asked_lead(scope: Scope, client: str) -> str:
    """Ask the lead something."""
    return questions.ask(scope, client, words="wat nu?", save_key=key(), now=NOW)


def noted(scope: Scope, client: str) -> str:
    """Note something from a life."""
    told = {"words": "verhuizing", "day": TODAY, "end_day": None}
    return life_events.add(scope, client, **told, save_key=key(), now=NOW)


def requested(scope: Scope, client: str, kind: str) -> str:
    """Write down what a client asks about their dossier."""
    wish = {"kind": kind, "words": "graag", "asked_on": TODAY}
    return rights.ask(scope, client, **wish, save_key=key(), now=NOW)


def elsewhere(practice: Practice, scope: Scope) -> str:
    """Sign in somewhere else as well, and return what that visit is called."""
    sign_in(scope.name.split()[0], practice.hashing)
    return accounts.my_visits(scope, now=NOW)[-1].key


OFFERED = "0" * 32
TAB, FORM, ASIDE = "b" * 32, "session", "plan"
EXPERIMENT = ExperimentDraft(
    WayDraft(context="alone"), WayDraft(context="outside"), TODAY, tuple(range(7))
)
SAID_YES = ConsentDraft("messages", "yes", "spoken", TODAY)
AGREED = {"proposed_by": "client", "reason": "dit past beter"}
FRIDAY = TODAY + timedelta(days=2)
WEEKLY = AppointmentDraft(FRIDAY, time(10, 0), every_weeks=1)


def act(verb: str, scope: Scope, bob: Dossier) -> object:
    """Do the thing, as right as can be: only who does it may make it fail."""
    p, client = bob.practice, bob.practice.bob
    next_version: dict[str, Any] = {**AGREED, "expected_number": 3, "save_key": key(), "now": NOW}
    team = next(iter(scope.coach_teams), p.noord)
    calls: dict[str, Callable[[], object]] = {
        "clients.get": lambda: clients.get(scope, client, now=NOW),
        "clients.my_teams": lambda: clients.my_teams(scope, now=NOW),
        "clients.add": lambda: clients.add(
            scope, ClientDraft("Eva", started_on=BEGAN), team_id=team, save_key=key(), now=NOW
        ),
        "clients.ended": lambda: clients.ended(scope, now=NOW),
        "clients.next_appointment": lambda: clients.next_appointment(scope, client, now=NOW),
        "clients.plan_next": lambda: clients.plan_next(
            scope, client, day=TODAY + timedelta(days=7), at=time(10, 0), now=NOW
        ),
        "agenda.of_mine": lambda: agenda.of_mine(scope, TODAY, FRIDAY, now=NOW),
        "agenda.coming": lambda: agenda.coming(scope, client, now=NOW),
        "agenda.look_at": lambda: agenda.look_at(scope, bob.appointment_id, FRIDAY, now=NOW),
        "agenda.plan": lambda: agenda.plan(scope, client, WEEKLY, save_key=key(), now=NOW),
        "agenda.plan_group": lambda: agenda.plan_group(
            scope, replace(WEEKLY, title="wandelgroep"), save_key=key(), now=NOW
        ),
        "agenda.change": lambda: agenda.change(
            scope, bob.appointment_id, WEEKLY, from_day=FRIDAY, expected_version=1, now=NOW
        ),
        "agenda.move_one": lambda: agenda.move_one(
            scope,
            bob.appointment_id,
            FRIDAY,
            day=FRIDAY,
            at=time(11, 0),
            expected_version=1,
            now=NOW,
        ),
        "agenda.cancel_one": lambda: agenda.cancel_one(scope, bob.appointment_id, FRIDAY, now=NOW),
        "agenda.bring_back_one": lambda: agenda.bring_back_one(
            scope, bob.appointment_id, FRIDAY, now=NOW
        ),
        "agenda.skip_holidays": lambda: agenda.skip_holidays(scope, bob.appointment_id, now=NOW),
        "agenda.remove": lambda: agenda.remove(scope, bob.appointment_id, now=NOW),
        "agenda.feed_link": lambda: agenda.feed_link(scope, now=NOW),
        "agenda.revoke_feed": lambda: agenda.revoke_feed(scope, now=NOW),
        "agenda.feed_stands": lambda: agenda.feed_stands(scope, now=NOW),
        "handovers.mine": lambda: handovers.mine(scope, now=NOW),
        "handovers.asked": lambda: handovers.asked(scope, now=NOW),
        "handovers.of_teams": lambda: handovers.of_teams(scope, now=NOW),
        "handovers.prepare": lambda: handovers.prepare(scope, client, now=NOW),
        # Of Bob somebody was asked already: who may, does it with Anna.
        "handovers.offer": lambda: handovers.offer(
            scope,
            p.anna if scope.person_id == p.ines.person_id else client,
            to_coach_id=p.marek.person_id,
            save_key=key() if scope.person_id == p.ines.person_id else OFFERED,
            now=NOW,
        ),
        "handovers.take_back": lambda: handovers.take_back(scope, bob.handover_id, now=NOW),
        "handovers.inform": lambda: handovers.inform(scope, bob.handover_id, day=TODAY, now=NOW),
        "handovers.read_first": lambda: handovers.read_first(scope, client, now=NOW),
        "handovers.accept": lambda: handovers.accept(
            scope, bob.handover_id, expected_version=1, now=NOW
        ),
        "handovers.decline": lambda: handovers.decline(
            scope, bob.handover_id, words="", expected_version=1, now=NOW
        ),
        "covers.mine": lambda: covers.mine(scope, now=NOW),
        "covers.of_teams": lambda: covers.of_teams(scope, now=NOW),
        "covers.prepare": lambda: covers.prepare(scope, now=NOW),
        "covers.add": lambda: covers.add(
            scope,
            [client],
            coverer_id=p.marek.person_id,
            start=FRIDAY if scope.person_id == p.ines.person_id else TODAY,
            end=FRIDAY if scope.person_id == p.ines.person_id else TODAY,
            save_key=key(),
            now=NOW,
        ),
        "covers.end": lambda: covers.end(scope, bob.cover_id, now=NOW),
        "covers.inform": lambda: covers.inform(scope, bob.cover_id, day=TODAY, now=NOW),
        "log_check.latest": lambda: log_check.latest(scope, now=NOW),
        "log_check.look_now": lambda: log_check.look_now(scope, NOWHERE, now=NOW),
        "backups.kept": lambda: backups.kept(scope, NO_BACKUPS, now=NOW),
        "backups.make_now": lambda: made_now(scope),
        "refusals.turned_away": lambda: refusals.turned_away(scope, "people", now=NOW),
        "oversight.colleagues": lambda: oversight.colleagues(scope, now=NOW),
        "oversight.export": lambda: oversight.export(scope, Asked(TODAY, TODAY), now=NOW),
        "oversight.judge": lambda: oversight.judge(
            scope, TODAY, "none", verdict=Verdict.EXPLAINED, words="", now=NOW
        ),
        "oversight.month": lambda: oversight.month(scope, TODAY, now=NOW),
        "oversight.search": lambda: oversight.search(scope, Asked(TODAY, TODAY), now=NOW),
        # A month without a line: everything of it was looked at.
        "oversight.sign_off": lambda: oversight.sign_off(scope, BEGAN, words="", now=NOW),
        "oversight.signed_off": lambda: oversight.signed_off(scope, now=NOW),
        "regions.every": lambda: regions.every(scope, now=NOW),
        "regions.keep": lambda: regions.keep(
            scope, None, name="Oost", team_ids=[p.zuid], lead_ids=[], now=NOW
        ),
        "accounts.still_guides": lambda: accounts.still_guides(scope, p.marek.person_id, now=NOW),
        "clients.change": lambda: clients.change(
            scope,
            client,
            ClientDraft(NAMES["Bob"], phone="050 123 45 67", started_on=BEGAN),
            expected_version=bob.client_version,
            now=NOW,
        ),
        "sessions.prepare": lambda: sessions.prepare(scope, client, on=TODAY, now=NOW),
        "sessions.to_correct": lambda: sessions.to_correct(scope, client, bob.session_id, now=NOW),
        "sessions.record": lambda: recorded(scope, client),
        "sessions.correct": lambda: sessions.correct(
            scope,
            client,
            bob.session_id,
            draft(note="anders"),
            reason="verkeerd",
            expected_version=1,
            save_key=key(),
            now=NOW,
        ),
        "sessions.supplement": lambda: sessions.supplement(
            scope, client, bob.locked_id, "achteraf gehoord", save_key=key(), now=NOW
        ),
        "sessions.take_back": lambda: sessions.take_back(
            scope, client, bob.session_id, tab=TAB, now=NOW
        ),
        "sessions.ending": lambda: sessions.ending(scope, client, bob.session_id, now=NOW),
        "sessions.say_heavy": lambda: sessions.say_heavy(
            scope, client, bob.session_id, heavy=True, now=NOW
        ),
        "sessions.handed_out": lambda: sessions.handed_out(
            scope, client, next(iter(sessions.PAPERS)), now=NOW
        ),
        "drafts.keep": lambda: drafts.keep(
            scope, client, FORM, {"note": "anders"}, tab=TAB, save_key=key(), now=NOW
        ),
        "drafts.take_up": lambda: drafts.take_up(scope, client, FORM, tab=key(), now=NOW),
        "drafts.go_on_here": lambda: drafts.go_on_here(
            scope, client, FORM, {"note": "hier"}, tab=key(), save_key=key(), now=NOW
        ),
        "drafts.lay_aside": lambda: drafts.lay_aside(scope, client, FORM, now=NOW),
        "drafts.bring_back": lambda: drafts.bring_back(scope, client, ASIDE, tab=TAB, now=NOW),
        "drafts.laid_aside": lambda: drafts.laid_aside(scope, client, ASIDE, now=NOW),
        "drafts.of_form": lambda: drafts.of_form(scope, client, FORM, now=NOW),
        "drafts.mine": lambda: drafts.mine(scope, now=NOW),
        "drafts.keep_words": lambda: drafts.keep_words(
            scope, client, "agreements", {"goal-0-words": "anders"}, tab=TAB, now=NOW
        ),
        "drafts.forget_words": lambda: drafts.forget_words(
            scope, client, "agreements", "goal#0:", tab=TAB, now=NOW
        ),
        "drafts.words_on": lambda: drafts.words_on(scope, client, "agreements", now=NOW),
        "rules.of_practice": lambda: rules.of_practice(scope, now=NOW),
        "rights.of_client": lambda: rights.of_client(scope, client, now=NOW),
        "rights.ask": lambda: requested(scope, client, "copy"),
        "rights.withdraw": lambda: rights.withdraw(scope, bob.request_id, now=NOW),
        "rights.export": lambda: rights.export(scope, client, now=NOW),
        "rights.of_teams": lambda: rights.of_teams(scope, now=NOW),
        "rights.extend": lambda: rights.extend(
            scope, bob.request_id, reason="veel werk", expected_version=1, now=NOW
        ),
        "rights.decide": lambda: rights.decide(
            scope, bob.request_id, state="granted", answer="ja", expected_version=1, now=NOW
        ),
        "rights.end_restriction": lambda: rights.end_restriction(scope, client, now=NOW),
        "rights.erase": lambda: rights.erase(
            scope, bob.erasure_id, number=dossier_number(client), expected_version=1, now=NOW
        ),
        "rights.erase_after_term": lambda: rights.erase_after_term(
            scope, client, number=dossier_number(client), now=NOW
        ),
        "rights.proof": lambda: rights.proof(scope, client, now=NOW),
        "rules.keep_for": lambda: rules.keep_for(scope, years=25, now=NOW),
        "rules.change": lambda: rules.change(scope, lock_after_days=14, now=NOW),
        "working_notes.mine": lambda: working_notes.mine(scope, client, now=NOW),
        "working_notes.keep": lambda: working_notes.keep(
            scope, client, "houdt van reigers", expected_version=0, now=NOW
        ),
        "snippets.of_my_teams": lambda: snippets.of_my_teams(scope, now=NOW),
        "snippets.add": lambda: snippets.add(
            scope,
            team_id=team,
            title=f"Vast {key()}",
            words="vaste woorden",
            save_key=key(),
            now=NOW,
        ),
        "snippets.change": lambda: snippets.change(
            scope,
            bob.snippet_id,
            title="Begin",
            words="andere woorden",
            expected_version=1,
            now=NOW,
        ),
        "snippets.remove": lambda: snippets.remove(scope, bob.snippet_id, now=NOW),
        "snippets.bring_back": lambda: snippets.bring_back(scope, bob.snippet_id, now=NOW),
        "step_library.shelf": lambda: step_library.shelf(scope, client, now=NOW),
        "step_library.tried_in_teams": lambda: step_library.tried_in_teams(
            scope, team_ids={p.noord}, now=NOW
        ),
        "step_library.add_team_step": lambda: step_library.add_team_step(
            scope, team_id=team, draft=team_step(key()), save_key=key(), now=NOW
        ),
        "step_library.change_team_step": lambda: step_library.change_team_step(
            scope, bob.team_step_id, draft=team_step("anders"), expected_version=1, now=NOW
        ),
        "step_library.remove_team_step": lambda: step_library.remove_team_step(
            scope, bob.team_step_id, now=NOW
        ),
        "step_library.bring_back_team_step": lambda: step_library.bring_back_team_step(
            scope, bob.team_step_id, now=NOW
        ),
        "step_library.share_step": lambda: step_library.share_step(
            scope, client, "walk", draft=team_step(key()), sure=True, save_key=key(), now=NOW
        ),
        "sessions.history": lambda: sessions.history(scope, client, now=NOW),
        "dossiers.open_with_reason": lambda: dossiers.open_with_reason(
            scope, client, reason="Ines is vandaag ziek", now=NOW
        ),
        "progress.of_client": lambda: progress.of_client(scope, client, now=NOW),
        "progress.handed_out": lambda: progress.handed_out(
            scope, client, progress.ROWS[0], now=NOW
        ),
        "dossiers.openings": lambda: dossiers.openings(scope, client, now=NOW),
        "dossiers.who_looked": lambda: dossiers.who_looked(scope, client, span=Span.ALL, now=NOW),
        "questions.mine_of_client": lambda: questions.mine_of_client(scope, client, now=NOW),
        "questions.ask": lambda: asked_lead(scope, client),
        "questions.take_back": lambda: questions.take_back(scope, client, bob.question_id, now=NOW),
        "questions.put_away": lambda: questions.put_away(scope, client, bob.answered_id, now=NOW),
        "questions.see_answers": lambda: questions.see_answers(
            scope,
            client,
            [Question(bob.answered_id, client, "wat nu?", "Ines", NOW, 2, answered_at=NOW)],
            now=NOW,
        ),
        "questions.of_teams": lambda: questions.of_teams(scope, now=NOW),
        "questions.count_open": lambda: questions.count_open(scope, now=NOW),
        "questions.plan": lambda: questions.plan(
            scope, bob.question_id, talk_on=TODAY, expected_version=1, now=NOW
        ),
        "questions.answer": lambda: questions.answer(
            scope, bob.question_id, words="bel vandaag", expected_version=1, now=NOW
        ),
        "cockpit.of": lambda: cockpit.of(scope, client, now=NOW),
        "cockpit.with_reason": lambda: cockpit.with_reason(scope, client, now=NOW),
        "talk_points.of_client": lambda: talk_points.of_client(scope, client, now=NOW),
        "talk_points.add": lambda: remembered(scope, client),
        "talk_points.tick_off": lambda: talk_points.tick_off(scope, client, bob.point_id, now=NOW),
        "talk_points.bring_back": lambda: talk_points.bring_back(
            scope, client, bob.point_id, now=NOW
        ),
        "life_events.of_client": lambda: life_events.of_client(scope, client, now=NOW),
        "life_events.add": lambda: noted(scope, client),
        "life_events.take_away": lambda: life_events.take_away(
            scope, client, bob.event_id, now=NOW
        ),
        "routes.story": lambda: routes.story(scope, client, now=NOW),
        "routes.adjust": lambda: routes.adjust(scope, client, [step("swim")], **next_version),
        "routes.go_back": lambda: routes.go_back(scope, client, 1, **next_version),
        "routes.look_back": lambda: routes.look_back(
            scope, client, number=1, verdict="yes", words="", save_key=key(), now=NOW
        ),
        "routes.templates": lambda: routes.templates(scope),
        "routes.agree_rest": lambda: routes.agree_rest(
            scope, client, start=TODAY, end=TODAY, step_key=None, **next_version
        ),
        "routes.end_rest": lambda: routes.end_rest(scope, client, bob.rest_id, **next_version),
        "basis.of": lambda: basis.of(scope, client, now=NOW),
        "basis.change": lambda: basis.change(
            scope, client, BasisDraft(pem=True), expected_version=0, now=NOW
        ),
        "goals.of_client": lambda: goals.of_client(scope, client, now=NOW),
        "goals.add": lambda: goals.add(scope, client, words="de zee", save_key=key(), now=NOW),
        "goals.reword": lambda: goals.reword(
            scope, client, bob.goal_id, words="de markt", expected_version=1, now=NOW
        ),
        "goals.end": lambda: goals.end(scope, client, bob.goal_id, now=NOW),
        "goals.bring_back": lambda: goals.bring_back(scope, client, bob.goal_id, now=NOW),
        "goals.score": lambda: goals.score(scope, client, bob.goal_id, value=7, day=TODAY, now=NOW),
        "goals.take_back_score": lambda: goals.take_back_score(
            scope, client, bob.score_id, now=NOW
        ),
        "measures.of_client": lambda: measures.of_client(scope, client, now=NOW),
        "measures.offered_to": lambda: measures.offered_to(scope, client, now=NOW),
        "measures.fill_in": lambda: filled_in(scope, client),
        "measures.take_back": lambda: measures.take_back(scope, client, bob.filling_id, now=NOW),
        "measures.settings": lambda: measures.settings(scope, p.noord, now=NOW),
        "measures.switch": lambda: measures.switch(scope, p.noord, Measure.PHQ4, on=True, now=NOW),
        "experiments.of_client": lambda: experiments.of_client(scope, client, now=NOW),
        # When the one that stands is over.
        "experiments.begin": lambda: experiments.begin(
            scope,
            client,
            draft=replace(EXPERIMENT, start=TODAY + timedelta(days=20)),
            save_key=key(),
            now=later(days=20),
        ),
        "experiments.tell_day": lambda: experiments.tell_day(
            scope,
            client,
            bob.experiment_id,
            day=TODAY,
            went="second",
            level=4,
            expected_version=2,
            now=NOW,
        ),
        "experiments.take_back_day": lambda: experiments.take_back_day(
            scope, client, bob.experiment_id, day=TODAY, expected_version=2, now=NOW
        ),
        "experiments.stop": lambda: experiments.stop(scope, client, bob.experiment_id, now=NOW),
        "handbook.of_client": lambda: handbook.of_client(scope, client, now=NOW),
        "intake.of": lambda: intake.of(scope, client, now=NOW),
        "intake.change": lambda: intake.change(
            scope, client, IntakeDraft(gp_name="De Linde"), expected_version=0, now=NOW
        ),
        "intake.care_contact": lambda: intake.care_contact(scope, client, now=NOW),
        "intake.funnel_of_mine": lambda: intake.funnel_of_mine(scope, now=NOW),
        "consents.of_client": lambda: consents.of_client(scope, client, now=NOW),
        "consents.add": lambda: consents.add(scope, client, SAID_YES, save_key=key(), now=NOW),
        "consents.withdraw": lambda: consents.withdraw(
            scope, client, bob.consent_id, day=TODAY, now=NOW
        ),
        "care_signals.of_client": lambda: care_signals.of_client(scope, client, now=NOW),
        "care_signals.standing": lambda: care_signals.standing(scope, client, now=NOW),
        "care_signals.open_signal": lambda: care_signals.open_signal(
            scope, client, words="eet bijna niet", save_key=key(), now=NOW
        ),
        # Each closes one of their own: the second to close the same one is told so.
        "care_signals.close_signal": lambda: care_signals.close_signal(
            scope,
            client,
            bob.signal_ids.get(scope.person_id, bob.signal_ids[p.ines.person_id]),
            note="met de huisarts gebeld",
            now=NOW,
        ),
        "care_signals.read_along": lambda: care_signals.read_along(scope, client, now=NOW),
        "care_signals.ask_deputy": lambda: care_signals.ask_deputy(
            scope, client, bob.signal_ids[p.ines.person_id], now=NOW
        ),
        "deputies.of_team": lambda: deputies.of_team(scope, p.noord, now=NOW),
        "deputies.name": lambda: deputies.name(scope, p.noord, p.marek.person_id, now=NOW),
        "absences.mine": lambda: absences.mine(scope, now=NOW),
        "absences.add": lambda: absent(scope),
        "absences.take_away": lambda: absences.take_away(scope, absent(scope), now=NOW),
        "notices.mine": lambda: notices.mine(scope, now=NOW),
        "notices.count_unseen": lambda: notices.count_unseen(scope, now=NOW),
        "notices.see": lambda: notices.see(scope, bob.notice_id, now=NOW),
        "notices.my_choice": lambda: notices.my_choice(scope, now=NOW),
        "notices.choose": lambda: notices.choose(
            scope, mail=False, quiet=False, quiet_from=None, quiet_until=None, now=NOW
        ),
        "advice.of": lambda: advice.of(scope, client, now=NOW),
        "advice.settings": lambda: advice.settings(scope, p.noord, now=NOW),
        "advice.change_setting": lambda: advice.change_setting(
            scope, p.noord, "session_days", 28, now=NOW
        ),
        "caseload.own": lambda: caseload.own(scope, now=NOW),
        "caseload.of_teams": lambda: caseload.of_teams(scope, now=NOW),
        "team_quality.teams": lambda: team_quality.teams(scope, now=NOW),
        "team_quality.of_teams": lambda: team_quality.of_teams(scope, team_id=p.noord, now=NOW),
        "team_quality.handed_out": lambda: team_quality.handed_out(
            scope, team_quality.ROWS[0], team_id=p.noord, now=NOW
        ),
        "team_report.teams": lambda: team_report.teams(scope, now=NOW),
        "team_report.of_month": lambda: team_report.of_month(
            scope, p.noord, TODAY, with_names=True, now=NOW
        ),
        "team_report.export": lambda: team_report.export(
            scope, p.noord, TODAY, with_names=True, now=NOW
        ),
        "load.teams": lambda: load.teams(scope, now=NOW),
        "load.of_teams": lambda: load.of_teams(
            scope, team_ids={bob.practice.noord}, period=Period.YEAR, now=NOW
        ),
        "load.behind": lambda: load.behind(
            scope,
            bob.practice.ines.person_id,
            team_ids={bob.practice.noord},
            period=Period.YEAR,
            now=NOW,
        ),
        "load.hours": lambda: load.hours(scope, bob.practice.noord, now=NOW),
        "load.set_hours": lambda: load.set_hours(
            scope, bob.practice.noord, {bob.practice.ines.person_id: 24.0}, now=NOW
        ),
        "load.export": lambda: load.export(
            scope, team_ids={bob.practice.noord}, coach_id=None, now=NOW
        ),
        "worklist.mine": lambda: worklist.mine(scope, now=NOW),
        "worklist.of_client": lambda: worklist.of_client(scope, client, now=NOW),
        "worklist.put_off": lambda: worklist.put_off(
            scope, bob.waiting_id, until=FRIDAY, reason="vrijdag", expected_version=1, now=NOW
        ),
        "worklist.annotate": lambda: worklist.annotate(
            scope, bob.waiting_id, note="belt terug", expected_version=1, now=NOW
        ),
        "worklist.finish": lambda: worklist.finish(
            scope, bob.waiting_id, useful=True, expected_version=1, now=NOW
        ),
        "worklist.say_useful": lambda: worklist.say_useful(
            scope, bob.done_id, useful=True, now=NOW
        ),
        "worklist.bring_back": lambda: worklist.bring_back(scope, bob.done_id, now=NOW),
        "worklist.bring_up_to_date": lambda: worklist.bring_up_to_date(scope, now=NOW),
        "worklist.work_out": lambda: worklist.work_out(scope, [client], now=NOW),
        "accounts.colleagues": lambda: accounts.colleagues(scope, now=NOW),
        "accounts.teams": lambda: accounts.teams(scope, now=NOW),
        "accounts.add_team": lambda: accounts.add_team(scope, "Oost", now=NOW),
        "accounts.rename_team": lambda: accounts.rename_team(scope, p.noord, "Duinen", now=NOW),
        "accounts.add_colleague": lambda: accounts.add_colleague(
            scope, Newcomer("Nina", email("Nina"), p.noord, (Role.COACH,)), now=NOW
        ),
        "accounts.invite_again": lambda: accounts.invite_again(scope, p.marek.person_id, now=NOW),
        "accounts.set_active": lambda: accounts.set_active(
            scope, p.marek.person_id, False, seen_to={p.noord: p.ines.person_id}, now=NOW
        ),
        "accounts.set_roles": lambda: accounts.set_roles(
            scope, p.marek.person_id, p.zuid, (Role.LEAD,), now=NOW
        ),
        "accounts.set_admin": lambda: accounts.set_admin(scope, p.marek.person_id, True, now=NOW),
        "accounts.set_overseer": lambda: accounts.set_overseer(
            scope, p.marek.person_id, True, now=NOW
        ),
        "outside_sign_in.unlink": lambda: outside_sign_in.unlink(scope, p.marek.person_id, now=NOW),
        "accounts.second_factor_lost": lambda: accounts.second_factor_lost(
            scope, p.marek.person_id, now=NOW
        ),
        "accounts.my_phone": lambda: accounts.my_phone(scope, now=NOW),
        "accounts.set_phone": lambda: accounts.set_phone(scope, "050 123 45 67", now=NOW),
        "accounts.choose_language": lambda: accounts.choose_language(scope, "en", now=NOW),
        "accounts.change_password": lambda: accounts.change_password(
            scope,
            current=password(scope.name.split()[0]),
            new="een reiger op de brug",
            hashing=p.hashing,
            now=NOW,
        ),
        "accounts.sign_out_elsewhere": lambda: accounts.sign_out_elsewhere(scope, now=NOW),
        "accounts.my_visits": lambda: accounts.my_visits(scope, now=NOW),
        "accounts.end_visit": lambda: accounts.end_visit(scope, elsewhere(p, scope), now=NOW),
        "second_step.mine": lambda: second_step.mine(scope, now=NOW),
        "second_step.new_codes": lambda: second_step.new_codes(
            scope, app_shows(bob.secrets[scope.person_id]), now=NOW
        ),
        "second_step.begin_anew": lambda: second_step.begin_anew(
            scope, app_shows(bob.secrets[scope.person_id]), now=NOW
        ),
    }
    return calls[verb]()


@pytest.fixture(params=DATABASES)
def bob(request: pytest.FixtureRequest, prepared: Any) -> Dossier:
    practice, dossier = prepared(request.param, filled)
    return replace(dossier, practice=practice)


def filled(practice: Practice) -> Dossier:
    """Put something of everything in Bob's dossier, through the verbs."""
    adjusted(practice.ines, practice.bob, step())
    routes.agree_rest(
        practice.ines,
        practice.bob,
        start=TODAY + timedelta(days=3),
        end=None,
        step_key=None,
        expected_number=1,
        save_key=key(),
        now=NOW,
        proposed_by="client",
        reason="op reis",
    )
    adjusted(practice.ines, practice.bob, step(), step("bike"), number=2)
    long_ago = TODAY - timedelta(days=30)
    locked_id = recorded(practice.ines, practice.bob, day=long_ago, now=NOW - timedelta(days=30))
    session_id = recorded(practice.ines, practice.bob, note="wat Bob vertelde")
    for form in (FORM, ASIDE):
        drafts.keep(
            practice.ines, practice.bob, form, {"note": "nog"}, tab=TAB, save_key=key(), now=NOW
        )
    drafts.lay_aside(practice.ines, practice.bob, ASIDE, now=NOW)
    snippet_id = snippets.add(
        practice.ines, team_id=practice.noord, title="Begin", words="begin", save_key=key(), now=NOW
    )
    team_step_id = step_library.add_team_step(
        practice.ines, team_id=practice.noord, draft=team_step("zaaien"), save_key=key(), now=NOW
    )
    goal_id = goals.add(practice.ines, practice.bob, words="het bos", save_key=key(), now=NOW)
    score_id = goals.score(practice.ines, practice.bob, goal_id, value=3, day=TODAY, now=NOW)
    assert score_id is not None
    experiment_id = experiments.begin(
        practice.ines, practice.bob, draft=EXPERIMENT, save_key=key(), now=NOW
    )
    experiments.tell_day(
        practice.ines,
        practice.bob,
        experiment_id,
        day=TODAY,
        went="first",
        level=6,
        expected_version=1,
        now=NOW,
    )
    signal_ids = {
        scope.person_id: care_signals.open_signal(
            scope, practice.bob, words="zorgen", save_key=key(), now=NOW
        )
        for scope in (practice.ines, practice.lea)
    }
    planned = agenda.plan(practice.ines, practice.bob, WEEKLY, save_key=key(), now=NOW)
    # Days to come: whoever covers then sees nothing today.
    (covered,) = covers.add(
        practice.ines,
        [practice.bob],
        coverer_id=practice.marek.person_id,
        start=TODAY + timedelta(days=20),
        end=TODAY + timedelta(days=21),
        save_key=key(),
        now=NOW,
    )
    practice.run(
        insert(t.OutsideIdentityRow).values(
            issuer="https://ons.example",
            subject="m",
            person_id=practice.marek.person_id,
            made_at=NOW,
        )
    )
    answered_id = asked_lead(practice.ines, practice.bob)
    replied = {"words": "bel vandaag", "expected_version": 1, "now": NOW}
    questions.answer(practice.lea, answered_id, **replied)
    deputies.name(practice.lea, practice.noord, practice.marek.person_id, now=NOW)
    found = routes.story(practice.ines, practice.bob, now=NOW)
    filling_ids = [filled_in(practice.ines, practice.bob) for _ in range(2)]
    # Everybody's rows stand: a refusal that works them out would look like a change.
    nightly.run_due(Book.PRACTICE, now=NOW)
    rows = {row.fact.key: row for row in worklist.of_client(practice.ines, practice.bob, now=NOW)}
    waiting, over = (rows[one] for one in filling_ids)
    worklist.finish(practice.ines, over.id, useful=None, expected_version=over.version, now=NOW)
    return Dossier(
        practice,
        session_id,
        locked_id,
        rest_id=found.rests[0].id,
        snippet_id=snippet_id,
        team_step_id=team_step_id,
        client_version=found.client.version,
        goal_id=goal_id,
        score_id=score_id,
        experiment_id=experiment_id,
        signal_ids=signal_ids,
        notice_id=notices.mine(practice.lea, now=NOW)[0].id,
        filling_id=filling_ids[0],
        event_id=noted(practice.ines, practice.bob),
        consent_id=consents.add(
            practice.ines, practice.bob, SAID_YES, save_key=key(), now=later(minutes=-5)
        ),
        point_id=remembered(practice.ines, practice.bob),
        question_id=asked_lead(practice.ines, practice.bob),
        answered_id=answered_id,
        appointment_id=planned.id,
        waiting_id=waiting.id,
        done_id=over.id,
        handover_id=handovers.offer(
            practice.ines,
            practice.bob,
            to_coach_id=practice.marek.person_id,
            save_key=OFFERED,
            now=NOW,
        ),
        cover_id=covered,
        request_id=requested(practice.ines, practice.bob, "copy"),
        erasure_id=requested(practice.ines, practice.bob, "erasure"),
        secrets={
            scope.person_id: enrolled(practice, name, now=later(minutes=-10))
            for name, scope in practice.people.items()
        },
    )


def public_functions() -> Iterator[tuple[str, FunctionType]]:
    """Every public function that a room of practice defines itself."""
    for found in pkgutil.iter_modules(lib.practice.__path__):
        module = importlib.import_module(f"lib.practice.{found.name}")
        for name, thing in vars(module).items():
            function = inspect.unwrap(thing) if callable(thing) else None
            if (
                isinstance(function, FunctionType)
                and function.__module__ == module.__name__
                and not name.startswith("_")
            ):
                yield f"{found.name}.{name}", function


def test_the_table_names_every_verb_there_is_and_no_other() -> None:
    assert {name for name, _ in public_functions()} - WITHOUT_SCOPE == set(TABLE)


def test_what_works_without_a_scope_is_named_one_by_one() -> None:
    without = {
        name
        for name, function in public_functions()
        if next(iter(inspect.signature(function).parameters), "") != "scope"
    }
    assert without == WITHOUT_SCOPE


@pytest.mark.parametrize("verb", TABLE)
def test_each_colleague_gets_what_is_theirs_and_no_more(verb: str, bob: Dossier) -> None:
    expected = dict(zip(PEOPLE, TABLE[verb], strict=True))
    for name in sorted(PEOPLE, key=lambda person: expected[person] is None):  # refusals first
        scope = getattr(bob.practice, name)
        refusal = expected[name]
        if refusal is None:
            act(verb, scope, bob)
            continue
        before = bob.practice.everything()
        with pytest.raises(refusal) as refused:
            act(verb, scope, bob)
        assert type(refused.value) is refusal, (verb, name)
        assert bob.practice.everything() == before, f"{name} changed something by {verb}"


@pytest.mark.parametrize("verb", sorted(verb for verb in TABLE if TABLE[verb][1] is NotFound))
def test_a_strangers_client_looks_exactly_like_one_that_does_not_exist(
    verb: str, bob: Dossier
) -> None:
    nobody = Dossier(
        Practice(**{**vars(bob.practice), "bob": "0" * 32}), *list(vars(bob).values())[1:]
    )
    refusals = []
    for dossier in (bob, nobody):
        with pytest.raises(NotFound) as refused:
            act(verb, bob.practice.marek, dossier)
        refusals.append((type(refused.value), str(refused.value), refused.value.values))
    assert refusals[0] == refusals[1]


# -- a deputy ---------------------------------------------------------------------------------

# What the deputy of a team may do with a care signal they were asked to read along.
READS_ALONG = {"care_signals.read_along", "care_signals.close_signal"}


@pytest.mark.parametrize("who", ["otto", "olga"])
def test_a_deputy_gets_the_care_signal_and_nothing_else_of_the_dossier(
    who: str, bob: Dossier
) -> None:
    practice, at = bob.practice, PEOPLE.index(who)
    deputy = getattr(practice, who)
    lists = [
        lambda: {one.client.id for one in caseload.own(deputy, now=NOW)},
        lambda: {one.client.id for one in caseload.of_teams(deputy, now=NOW)},
        lambda: {one.id for one in clients.ended(deputy, now=NOW)},
    ]

    def listed() -> list[object]:
        found: list[object] = []
        for each in lists:
            try:
                found.append(each())
            except NotAllowed as refusal:
                found.append(type(refusal))
        return found

    before = listed()
    deputies.name(practice.lea, practice.noord, deputy.person_id, now=NOW)
    signal_id = bob.signal_ids[practice.ines.person_id]
    care_signals.ask_deputy(practice.ines, practice.bob, signal_id, now=NOW)
    assert listed() == before
    for verb, row in TABLE.items():
        if verb in READS_ALONG or row[at] is None:
            continue
        stood = practice.everything()
        with pytest.raises(row[at]) as refused:
            act(verb, deputy, bob)
        assert type(refused.value) is row[at], verb
        assert practice.everything() == stood, verb
    seen = care_signals.read_along(deputy, practice.bob, now=NOW)
    assert [one.id for one in seen.every] == [signal_id]
    act("care_signals.close_signal", deputy, bob)


# -- who changes ------------------------------------------------------------------------------


def test_a_coach_who_became_lead_keeps_no_pen(bob: Dossier) -> None:
    practice = bob.practice
    accounts.set_roles(
        practice.ada,
        practice.ines.person_id,
        practice.noord,
        (Role.LEAD,),
        seen_to=practice.marek.person_id,
        now=NOW,
    )
    ines = again(practice.ines)
    with pytest.raises(NotAllowed):
        recorded(ines, practice.bob)
    with pytest.raises(DossierClosed):
        sessions.history(ines, practice.bob, now=NOW)
    seen = progress.of_client(ines, practice.bob, now=NOW)
    assert seen.record.client.name == NAMES["Bob"]


def test_a_lead_who_coaches_elsewhere_writes_nothing_in_the_team_they_lead(bob: Dossier) -> None:
    practice = bob.practice
    accounts.set_roles(practice.ada, practice.lea.person_id, practice.zuid, (Role.COACH,), now=NOW)
    lea = again(practice.lea)
    assert lea.roles == {Role.COACH, Role.LEAD}
    for verb in (
        "clients.get",
        "clients.change",
        "agenda.coming",
        "agenda.look_at",
        "agenda.plan",
        "agenda.change",
        "agenda.move_one",
        "agenda.cancel_one",
        "agenda.bring_back_one",
        "agenda.skip_holidays",
        "agenda.remove",
        "sessions.prepare",
        "sessions.to_correct",
        "sessions.record",
        "sessions.correct",
        "sessions.supplement",
        "sessions.take_back",
        "sessions.ending",
        "sessions.say_heavy",
        "sessions.handed_out",
        "drafts.keep",
        "drafts.take_up",
        "drafts.go_on_here",
        "drafts.lay_aside",
        "drafts.bring_back",
        "drafts.laid_aside",
        "drafts.of_form",
        "drafts.keep_words",
        "drafts.forget_words",
        "working_notes.mine",
        "working_notes.keep",
        "step_library.shelf",
        "step_library.share_step",
        "routes.story",
        "routes.adjust",
        "routes.go_back",
        "routes.look_back",
        "routes.agree_rest",
        "routes.end_rest",
        "basis.of",
        "basis.change",
        "goals.of_client",
        "goals.add",
        "goals.reword",
        "goals.end",
        "goals.bring_back",
        "goals.score",
        "goals.take_back_score",
        "handbook.of_client",
        "intake.of",
        "intake.change",
        "consents.of_client",
        "consents.add",
        "consents.withdraw",
        "experiments.of_client",
        "experiments.begin",
        "experiments.tell_day",
        "experiments.take_back_day",
        "experiments.stop",
        "progress.handed_out",
        "cockpit.of",
        "dossiers.who_looked",
        "questions.mine_of_client",
        "questions.ask",
        "questions.take_back",
        "questions.put_away",
        "questions.see_answers",
        "talk_points.of_client",
        "talk_points.add",
        "talk_points.tick_off",
        "talk_points.bring_back",
        "life_events.of_client",
        "life_events.add",
        "life_events.take_away",
        "measures.of_client",
        "measures.offered_to",
        "measures.fill_in",
        "measures.take_back",
        "advice.of",
        "worklist.of_client",
        "worklist.put_off",
        "worklist.annotate",
        "worklist.finish",
        "worklist.say_useful",
        "worklist.bring_back",
    ):
        with pytest.raises(NotFound):
            act(verb, lea, bob)
    with pytest.raises(DossierClosed):
        sessions.history(lea, practice.bob, now=NOW)


def test_a_coach_moved_to_another_team_leaves_the_clients_behind(bob: Dossier) -> None:
    practice = bob.practice
    accounts.set_roles(
        practice.ada,
        practice.ines.person_id,
        practice.noord,
        (),
        seen_to=practice.marek.person_id,
        now=NOW,
    )
    accounts.set_roles(practice.ada, practice.ines.person_id, practice.zuid, (Role.COACH,), now=NOW)
    with pytest.raises(NotFound):
        act("sessions.record", again(practice.ines), bob)


def test_someone_without_any_role_may_only_keep_their_own_account(bob: Dossier) -> None:
    practice = bob.practice
    accounts.set_roles(
        practice.ada,
        practice.ines.person_id,
        practice.noord,
        (),
        seen_to=practice.marek.person_id,
        now=NOW,
    )
    ines = again(practice.ines)
    assert {one for one in Permission if ines.may(one)} == {Permission.OWN_ACCOUNT}
    for verb, row in TABLE.items():
        if row == (YES,) * 6 or verb == "notices.see":  # of one's own account, whoever one is
            continue
        with pytest.raises(NotAllowed):
            act(verb, ines, bob)


def test_a_closed_account_gets_no_scope_any_more(bob: Dossier) -> None:
    practice = bob.practice
    accounts.set_active(
        practice.ada,
        practice.ines.person_id,
        False,
        seen_to={practice.noord: practice.marek.person_id},
        now=NOW,
    )
    with pytest.raises(NotSignedIn):
        again(practice.ines)


# -- who makes a Scope ------------------------------------------------------------------------


def test_a_scope_is_made_at_the_front_door_and_nowhere_else() -> None:
    makers = set()
    rooms = [*(ROOT / "lib").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "app.py"]
    for path in rooms:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and makes_a_scope(node):
                makers.add(str(path.relative_to(ROOT)))
    assert makers == {"lib/practice/front_door.py"}


def makes_a_scope(call: ast.Call) -> bool:
    """True for `Scope(…)`, and for a copy of a scope in which more than the look is changed."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name == "replace" and call.args:
        source = call.args[0]
        is_scope = isinstance(source, ast.Name) and source.id == "scope"
        return is_scope and {keyword.arg for keyword in call.keywords} != {"view"}
    return name in {"Scope", "__replace__"}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("Scope(person_id='x')", True),
        ("access.Scope(**found)", True),
        ("replace(scope, is_admin=True)", True),
        ("replace(scope, **more)", True),
        ("replace(scope, view=look)", False),
        ("text.replace('a', 'b')", False),
    ],
)
def test_the_search_for_makers_finds_them(code: str, expected: bool) -> None:
    call = ast.parse(code, mode="eval").body
    assert isinstance(call, ast.Call)
    assert makes_a_scope(call) is expected
