"""What somebody has put together to change a plan, and not made the plan yet: it is there when they come again."""

from collections.abc import Mapping

from service.drafts.drafts import Draft as Kept
from service.drafts.drafts import Drafts
from service.drafts.places import kept_fields
from service.mentoring.revision import written
from service.mentoring.revision_draft import Draft
from service.outlook.adopting import what_if_written


class RevisionDrafts:
    """One for each programme and person. What is gathered in another window takes its place."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts

    def at(self, draft: Draft) -> Kept | None:
        """What they left here, if anything."""
        return self._drafts.at(draft.acting.person, draft.revising)

    def keep(self, draft: Draft, typed: Mapping[str, str] | None = None) -> None:
        """Keep the changes so far, with what was typed and could not be taken."""
        if not draft.changes and not typed:
            self.forget(draft)
            return
        carried = {
            "changes": written(draft.changes),
            "attempt": draft.attempt,
            "what_if": what_if_written(draft.what_if),
        }
        fields = {**dict(kept_fields((typed or {}).items())), **carried}
        self._drafts.keep(draft.acting.person, draft.revising, list(fields.items()))

    def forget(self, draft: Draft) -> None:
        """It is the plan now, or is not wanted any more."""
        self._drafts.forget(draft.acting.person, draft.revising)
