"""What files said of a person who is erased, where no row points to them."""

from __future__ import annotations

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.contacts.models import Contact
from yorisoi.apps.exchange.book import chunks
from yorisoi.apps.exchange.models import ImportBatch, PlanRow, State, Verdict

CONTACT = "contact"  # a candidate that is somebody in the book, not another row of the file

TELLING = 2  # characters: a shorter name stands in many words, and is looked for in the file of one person alone


def forget(owner: Owner, contact_id: int) -> None:
    """Delete the rows of finished imports that were left out and may have meant this person, and let files that were
    called by their name (「[LINE] 佐藤さんとのトーク.txt」) be called by their kind.

    Plans that still wait are made anew when they are accepted; their rows are the file's own words.
    """
    applied = PlanRow.objects.filter(owner=owner, verdict=Verdict.DOUBTFUL, target=None, batch__state=State.APPLIED)
    # Read through: SQLite cannot search inside the candidates.
    asked = applied.order_by().values_list("pk", "candidates").iterator()
    meant = [
        pk
        for pk, candidates in asked
        if any((one["kind"], one["number"]) == (CONTACT, contact_id) for one in candidates)
    ]
    for part in chunks(meant):
        PlanRow.objects.filter(pk__in=part).delete()
    _rename(owner, contact_id)


def _rename(owner: Owner, contact_id: int) -> None:
    contact = Contact.objects.get(owner=owner, pk=contact_id)
    rows = PlanRow.objects.filter(owner=owner, target=contact_id, batch__state=State.APPLIED).order_by()
    for batch_id, called, file_name, label in rows.values_list("batch", "name", "batch__file_name", "batch__label"):
        names = {called, contact.name, contact.family, f"{contact.family}{contact.given}"} - {""}
        named = [name for name in names if name in file_name]
        alone = not PlanRow.objects.filter(batch=batch_id).exclude(target=contact_id).exists()
        if any(len(name) >= TELLING or alone for name in named):
            ImportBatch.objects.filter(pk=batch_id).update(file_name=label)
