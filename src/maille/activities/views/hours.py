"""Time given, at the desk: noted, corrected, withdrawn, confirmed with the group."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from maille.activities import access
from maille.activities.actions import contributions as actions
from maille.activities.actions import given, who
from maille.activities.actions.asking import ToConfirmError, unseen
from maille.activities.actions.promises import warnings_of
from maille.activities.forms.hours import WorkForm
from maille.activities.models import Contribution, Expense, Job, Participant, SignUp
from maille.activities.views.confirming import attempt_seen, seen_by
from maille.activities.views.loading import job_to_change
from maille.journeys.views.loading import kpa_to_write_in, number, reader, warn, which_kpa
from maille.network.models import Organisation
from maille.network.requests import ActorRequest
from maille.ui.text import before, duration


def line_to_change(request: ActorRequest, contribution_id: int) -> Contribution:
    """A line of a KPA where the reader writes."""
    found = Contribution.objects.visible_to(reader(request)).told().select_related("kpa", "role")
    line: Contribution = get_object_or_404(found, pk=contribution_id)
    if not access.may_write(request.actor, line.kpa_id):
        raise PermissionDenied
    return line


def new(request: ActorRequest) -> HttpResponse:
    """Note the time of one person or several; a job or a sign-up in the address fills the form in."""
    actor = reader(request)
    asked = number(request.GET.get("prestation", ""))
    job = job_to_change(request, asked) if asked else None
    kpa = job.kpa if job else kpa_to_write_in(request)
    if kpa is None:
        return which_kpa(request, "Noter des heures", "Heures", "activities:hours")
    initial = known_of(request, kpa, job)
    form = WorkForm(request.POST or None, kpa=kpa, actor=actor, job=job.pk if job else None, initial=initial)
    if request.method == "POST":
        noted: list[actions.Noted] = []
        if attempt_seen(request, form, lambda: noted.extend(note_all(request, kpa, form))):
            tell(request, noted)
            return redirect(back_to(noted[0].line))
    context = {"form": form, "kpa": kpa, "job": job, "line": None}
    return render(request, "activities/hours/form.html", context)


def known_of(request: ActorRequest, kpa: Organisation, job: Job | None) -> dict[str, object]:
    """What the address already says: a sign-up, or a job, a person and a day."""
    found: dict[str, object] = {"job": job.pk} if job else {}
    asked = number(request.GET.get("inscription", ""))
    if job is not None and asked:
        signed = SignUp.objects.visible_to(request.actor).filter(shift__job=job, pk=asked)
        sign_up = signed.select_related("shift__job", "participant").first()
        if sign_up is not None:
            known = WorkForm.initial_of(actions.work_of(sign_up))
            return found | known | {"people": [who.token_of(sign_up.participant)]}
    someone = number(request.GET.get("personne", ""))
    if someone:
        # unscoped: of a KPA loaded in scope
        participant = Participant.objects.filter(kpa=kpa, pk=someone).first()
        if participant is not None:
            found["people"] = [who.token_of(participant)]
    return found


@transaction.atomic
def note_all(request: ActorRequest, kpa: Organisation, form: WorkForm) -> list[actions.Noted]:
    """One line per person, all of them or none; a refusal says whose, and so does what deserves a look first."""
    work, key, noted, refused = form.work, form.cleaned_data["key"], [], []
    seen, warned = seen_by(request), dict[str, list[str]]()
    tokens = form.cleaned_data["people"]
    for token in tokens:
        participant = who.participant_named(request.actor, kpa, token)
        own = f"{key}-{participant.pk}" if key else ""
        try:
            noted.append(actions.note_work(request.actor, participant.pk, work, timezone.now(), key=own, seen=seen))
        except ToConfirmError as asked:
            for field, said in asked.warned.items():
                warned.setdefault(field, []).extend(said)
        except ValidationError as problem:
            if len(tokens) == 1:
                raise
            refused.append(f"{participant} : {' '.join(problem.messages)}")
    if refused:
        raise ValidationError({"people": [*refused, "Rien n'est encore enregistré : décochez ou corrigez."]})
    if warned:
        raise ToConfirmError(warned)
    return noted


def tell(request: ActorRequest, noted: list[actions.Noted]) -> None:
    """What was written, and what deserves a look."""
    if all(each.again for each in noted):
        messages.success(request, "C'était déjà noté. Rien n'est écrit deux fois.")
        return
    total = duration(sum(each.line.minutes for each in noted))
    count = len(noted)
    said = f"C'est noté : {total}" + (f" en tout, pour {count} personnes." if count > 1 else f" {of_role(noted[0])}.")
    messages.success(request, said)
    jobs = {each.line.job_id: each.line.job for each in noted if each.line.job is not None}
    pots = [sentence for job in jobs.values() for sentence in warnings_of(job, request.today)]
    found = list(dict.fromkeys([sentence for each in noted for sentence in each.warnings] + pots))
    warn(request, unseen(found, seen_by(request)))


def of_role(noted: actions.Noted) -> str:
    """« de cuisine, pour Amina Benali »."""
    return f"{before('de', noted.line.role.name)}, pour {noted.line.participant}"


def back_to(line: Contribution) -> str:
    """The job's hours, or the list of the line's month."""
    if line.job_id:
        return f"{reverse('activities:job_hours', args=[line.job_id])}#heure-{line.pk}"
    return f"{reverse('activities:hours')}?mois={line.day:%Y-%m}#heure-{line.pk}"


def correct(request: ActorRequest, contribution_id: int) -> HttpResponse:
    """Withdraw the line and write another; both stay, the group confirms again."""
    line = line_to_change(request, contribution_id)
    form = WorkForm(request.POST or None, kpa=line.kpa, actor=request.actor, known=line)
    if request.method == "POST":
        noted: list[actions.Noted] = []

        def act() -> None:
            key = form.cleaned_data["key"]
            seen = seen_by(request)
            noted.append(actions.correct_work(request.actor, line.pk, form.work, timezone.now(), key=key, seen=seen))

        if attempt_seen(request, form, act):
            messages.success(request, "C'est corrigé. L'ancienne ligne reste lisible, le groupe confirme la nouvelle.")
            line = noted[0].line
            found = [*noted[0].warnings, *(warnings_of(line.job, request.today) if line.job else [])]
            warn(request, unseen(found, seen_by(request)))
            return redirect(back_to(line))
    context = {"form": form, "kpa": line.kpa, "job": line.job, "line": line}
    return render(request, "activities/hours/form.html", context)


@require_POST
def withdraw(request: ActorRequest, contribution_id: int) -> HttpResponse:
    """The line no longer counts."""
    line = line_to_change(request, contribution_id)
    try:
        given.withdraw(request.actor, Contribution, line.pk, timezone.now())
        messages.success(request, "La ligne est retirée. Elle reste lisible, et ne compte plus.")
        warn(request, given.said_of_closed(line.job))
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    return redirect(back_to(line).partition("#")[0])


@require_POST
def confirm(request: ActorRequest) -> HttpResponse:
    """The lines the page showed, read with the group."""
    actor = reader(request)
    works = [number(text) for text in request.POST.getlist("heures")]
    spent = [number(text) for text in request.POST.getlist("frais")]
    found = Contribution.objects.visible_to(actor).filter(pk__in=works)
    bought = Expense.objects.visible_to(actor).filter(pk__in=spent)
    kpas = {*found.order_by().values_list("kpa", flat=True), *bought.order_by().values_list("kpa", flat=True)}
    count = 0
    with transaction.atomic():
        for kpa in Organisation.objects.visible_to(actor).filter(pk__in=kpas).order_by("pk"):
            count += given.confirm(actor, kpa, timezone.now(), works=works, expenses=spent)
    if count:
        messages.success(request, f"{count} ligne{'s' if count > 1 else ''} confirmée{'s' if count > 1 else ''}.")
    else:
        messages.info(request, "Ces lignes étaient déjà confirmées, ou viennent d'être corrigées.")
    job = number(request.GET.get("prestation", ""))
    if job and "retour" in request.GET:
        return redirect("activities:job_hours", job)
    where = "activities:expenses" if spent and not works else "activities:hours"
    return redirect(f"{reverse(where)}?{request.GET.urlencode()}")
