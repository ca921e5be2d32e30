"""Beside a form that is about the plan stands what the forecast says; it warns, and asks nothing."""

from service.api_examples import FOUNDER, FUNDER, WORKER
from tests.service.face import Face
from tests.service.visitor import become, open_form, programme_of


def test_who_gives_another_date_hears_which_date_can_be_kept(face: Face) -> None:
    programme = programme_of(face)
    become(face, FOUNDER)
    page, _ = open_form(face, f"{programme}/do/reschedule?milestone=ENG-02")
    assert "Is it realistic?" in page.text
    assert "a date from then on can be kept" in page.text
    assert "Nothing follows from these" not in page.text, "that is about others"


def test_who_agrees_the_plan_hears_when_it_may_end_and_what_to_look_at(face: Face) -> None:
    programme = programme_of(face)
    become(face, FOUNDER)
    page, _ = open_form(face, f"{programme}/do/agree-plan")
    assert "Half of the times it was finished by" in page.text
    assert "things to look at" in page.text
    assert "Nothing follows from these" in page.text
    assert "a date from then on" not in page.text


def test_what_is_not_about_the_plan_has_nothing_beside_it(face: Face) -> None:
    programme = programme_of(face)
    become(face, WORKER)
    page, _ = open_form(face, f"{programme}/do/block?milestone=ENG-02")
    assert "Is it realistic?" not in page.text
    become(face, FUNDER)
    assert face.client.get(f"{programme}/do/agree-plan").status_code in {403, 404}
