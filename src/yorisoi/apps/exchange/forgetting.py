"""What files said of a person who is erased, where no row points to them."""

from __future__ import annotations

from yorisoi.apps.accounts.models import Owner
from yorisoi.apps.exchange.book import chunks
from yorisoi.apps.exchange.models import PlanRow, State, Verdict

CONTACT = "contact"  # a candidate that is somebody in the book, not another row of the file


def forget(owner: Owner, contact_id: int) -> None:
    """Delete the rows of finished imports that were left out and may have meant this person.

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
