"""Reading which forms were sent."""

from accounts.web.models import SentForm


def location_of(digest: bytes) -> str:
    """Return where the sender of this form was led the first time."""
    location: str = SentForm.objects.values_list("location", flat=True).get(digest=digest)
    return location
