"""Every page of a milestone, for everybody: wide, narrow, dark, in forced colours, with text twice as large."""

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.every_page import barriers
from tests.browser.examined import Examiner
from tests.browser.served import Served

pytestmark = pytest.mark.browser


def test_every_page_of_a_milestone_can_be_used_by_everybody_in_every_way(
    served: Served, context: BrowserContext, examiner: Examiner
) -> None:
    wrong = barriers(served, context, examiner, "milestones")
    assert not wrong, "\n".join(wrong)
