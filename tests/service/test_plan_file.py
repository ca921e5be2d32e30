"""The templates that come with Waymark, and what a person is told who writes a plan and makes mistakes."""

from pathlib import Path

import pytest

from service.plan_file import PlanReport, PlanUnreadable, load_plan, read_plan

SCRATCH = Path(__file__).parents[2] / "service" / "plans" / "ulo-from-scratch.yaml"


def test_a_template_nobody_has_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(PlanUnreadable, match="The plans here are: existing-group, ulo-from-scratch"):
        load_plan("ulo-form-scratch")


@pytest.mark.parametrize("name", ["../plans/ulo-from-scratch", "ulo-from-scratch.yaml", ""])
def test_a_name_is_never_a_way_out_of_the_shelf(name: str) -> None:
    with pytest.raises(PlanUnreadable):
        load_plan(name)


# From here on: what a person is told whose file has mistakes.


def spoilt(tmp_path: Path, *changes: tuple[str, str]) -> tuple[PlanReport, Path]:
    text = SCRATCH.read_text()
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    path = tmp_path / "plan.yaml"
    path.write_text(text)
    return read_plan(path), path


def line_of(path: Path, words: str) -> int:
    return next(number for number, line in enumerate(path.read_text().splitlines(), 1) if words in line)


def test_a_file_by_its_path_is_read_like_a_template(tmp_path: Path) -> None:
    report, path = spoilt(tmp_path, ("version: 2", "version: 3"))
    assert report.faults == ()
    assert report.plan == load_plan("ulo-from-scratch").model_copy(update={"version": 3})
    assert read_plan(str(path)) == report


def test_a_fault_is_told_with_its_line_and_its_milestone(tmp_path: Path) -> None:
    report, path = spoilt(tmp_path, ("depends_on: [GOV-02, GOV-03]", "depends_on: [GOV-02, GOV-33]"))
    fault = report.faults[0]
    assert [each.code for each in report.faults] == ["unknown-dependency"]
    assert (fault.milestone, fault.line) == ("GOV-04", line_of(path, "GOV-33"))


WEEKS = "weeks: {earliest: 1, typical: 6, latest: 14}"
EASY = "easy_title: We have a bank account"
CRITERIA = "criteria: [15, 16]\n    basis: G:[BANK]"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (f"    {EASY}\n", "", "'easy_title' is missing. Add it."),
        (EASY, "easy_title: 2026", "'easy_title' should be words."),
        (EASY, "easy_title: ''", "'easy_title' is empty."),
        (EASY, "easy_title: " + "x" * 201, "'easy_title' is too long. Use at most 200 letters."),
        (EASY, 'easy_title: "a\\u0007b"', "has a character that cannot be shown"),
        (EASY, f"easytitel: x\n    {EASY}", "'easytitel' is not known here. Did you mean 'easy_title'?"),
        (EASY, f"zzz: x\n    {EASY}", "Take it out, or use one of: basis, covers"),
        (WEEKS, WEEKS.replace("6", "six"), "'weeks: typical' should be a whole number."),
        (WEEKS, WEEKS.replace("1,", "-1,"), "'weeks: earliest' should be 0 or more."),
        (WEEKS, WEEKS.replace("14", "999"), "'weeks: latest' should be 520 or less."),
        (WEEKS, WEEKS.replace("{", "{earlyest: 1, "), "'weeks: earlyest' is not known here. Did you mean 'earliest'?"),
        (WEEKS, "weeks: 6", "'weeks' should be a group of names and values"),
        (CRITERIA, CRITERIA.replace("16", "61"), "'criteria' (number 2 of the list) should be 21 or less."),
        ("depends_on: [GOV-05]", "depends_on: [gov5]", "such as GOV-05."),
        ("who: [treasurer]", "who: treasurer", "'who' should be a list"),
        ("who: [treasurer]", "who: [tresurer]", "cannot be 'tresurer'. Use 'founders', 'board'"),
    ],
)
def test_each_mistake_in_the_shape_is_told_in_plain_english(tmp_path: Path, old: str, new: str, said: str) -> None:
    report, path = spoilt(tmp_path, (old, new))
    assert [(fault.code, fault.milestone) for fault in report.faults] == [("not-a-plan", "GOV-06")]
    fault = report.faults[0]
    assert fault.sentence.startswith("Milestone GOV-06: ")
    assert said in fault.sentence
    first = line_of(path, "id: GOV-06")
    assert first <= (fault.line or 0) < line_of(path, "id: GOV-07")


def test_a_part_whose_id_is_wrong_is_told_by_what_it_calls_itself_or_by_its_place(tmp_path: Path) -> None:
    report, path = spoilt(tmp_path, ("  - id: LEG-05\n", "  - id: leg5\n"))
    assert [fault.sentence for fault in report.faults] == [
        (
            "Milestone leg5: 'id' cannot be 'leg5'. A milestone's id is two to five capital letters, a hyphen and "
            "a number, such as GOV-05."
        )
    ]
    assert report.faults[0].line == line_of(path, "id: leg5")
    report, _ = spoilt(tmp_path, ("  - id: LEG-05\n    stage", "  - stage"))
    assert [fault.sentence for fault in report.faults] == ["Milestone number 59: 'id' is missing. Add it."]


def test_a_mistake_in_a_duty_is_told_as_the_duty_s(tmp_path: Path) -> None:
    report, path = spoilt(tmp_path, ("legal: true", "legal: perhaps"))
    assert [(fault.subject, fault.line) for fault in report.faults] == [
        ("insurance-renewal", line_of(path, "legal: perhaps"))
    ]
    assert report.faults[0].milestone is None


def test_mistakes_in_the_shape_and_in_the_sense_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    report, path = spoilt(
        tmp_path,
        ("draft_stage: ENG", "draft_stage: ENT"),
        ("depends_on: [ENG-02]", "depends_on: [ENG-99]"),
        ("easy_title: We have a bank account", "easytitle: We have a bank account"),
        ("met_by: [PRM-03]", "met_by: [PRM-33]"),
    )
    assert [(fault.code, fault.subject, fault.line) for fault in report.faults] == [
        ("unknown-draft-stage", None, line_of(path, "draft_stage: ENT")),
        ("unknown-dependency", "ENG-03", line_of(path, "ENG-99")),
        ("not-a-plan", "GOV-06", line_of(path, "id: GOV-06")),
        ("not-a-plan", "GOV-06", line_of(path, "easytitle")),
        ("gate-cannot-be-met", "access-audit", line_of(path, "PRM-33")),
    ]
    assert report.plan is None


def test_two_mistakes_in_one_list_hide_nothing_else(tmp_path: Path) -> None:
    report, _ = spoilt(
        tmp_path,
        ("who: [board, members, commissioner]", "who: [bored, membres, board]"),
        ("depends_on: [GOV-02, GOV-03]", "depends_on: [gov2, gov3, GOV-98]"),
    )
    assert [(fault.code, fault.subject) for fault in report.faults] == [
        ("not-a-plan", "GOV-04"),
        ("not-a-plan", "GOV-04"),
        ("unknown-dependency", "GOV-04"),
        ("not-a-plan", "MKT-03"),
        ("not-a-plan", "MKT-03"),
    ]


def test_what_only_seems_wrong_because_of_another_mistake_is_held_back(tmp_path: Path) -> None:
    report, _ = spoilt(tmp_path, ("  - id: GOV-05\n", "  - id: gov-05\n"), ("covers: [launch]", "covers: [lunch]"))
    assert [(fault.code, fault.subject) for fault in report.faults] == [
        ("not-a-plan", "gov-05"),
        ("not-a-plan", "MKT-03"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("title: a: b", 1, "This line cannot be read"),
        ("title: x\n\nmilestones:\n  - id: A\n bad", 5, "This line cannot be read"),
        ("title: 'x", 1, "This line cannot be read"),
        ("title: x\nsummary: a\x00b", 2, "has a character that cannot be shown"),
        ("title: !!python/object/apply:os.getcwd []", 1, "may not use tags"),
        ("title: !secret x", 1, "may not use tags"),
        ("title: &t x\nsummary: *t", 2, "may not repeat by '*'"),
        ("title: x\ntitle: y", 2, "'title' is written twice, first on line 1"),
        ("title: x\n---\ntitle: y", 2, "A plan is one document"),
        ("? [a, b]\n: c", 1, "where a name and a colon should be"),
        ("[" * 5000, 1, "never more than 12 levels deep"),
        ("{a: " * 5000, 1, "never more than 12 levels deep"),
    ],
)
def test_writing_that_is_not_a_plan_s_yaml_is_told_with_its_line(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(text)
    report = read_plan(path)
    found = [fault for fault in report.faults if fault.code == "not-yaml"]
    assert [(fault.line, said in fault.sentence) for fault in found] == [(line, True)]
    assert report.plan is None


def test_a_bomb_of_aliases_does_not_go_off(tmp_path: Path) -> None:
    levels = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 40)]
    path = tmp_path / "bomb.yaml"
    path.write_text("\n".join(levels))
    assert "not-yaml" in {fault.code for fault in read_plan(path).faults}


@pytest.mark.parametrize("text", ["", "# nothing\n", "just words", "- a\n- b\n", "42", "null"])
def test_a_file_that_says_no_plan_at_all_is_told_how_one_begins(tmp_path: Path, text: str) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(text)
    assert ["A plan begins with names such as" in fault.sentence for fault in read_plan(path).faults] == [True]


def test_words_that_other_readers_of_yaml_turn_into_something_else_stay_words(tmp_path: Path) -> None:
    report, _ = spoilt(
        tmp_path,
        ("easy_title: We have a bank account", "easy_title: No"),
        ("easy_title: We have insurance", "easy_title: 2026-01-01"),
    )
    assert report.plan is not None
    titles = [m.easy_title for m in report.plan.milestones if m.id in {"GOV-06", "GOV-07"}]
    assert titles == ["No", "2026-01-01"]


def test_a_file_larger_than_any_plan_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("# " + "x" * 600_000)
    with pytest.raises(PlanUnreadable, match="larger than 512 KiB"):
        read_plan(path)


def test_a_file_that_is_not_text_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"title: \xff\xfe")
    with pytest.raises(PlanUnreadable, match="not plain text"):
        read_plan(path)


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(PlanUnreadable, match="There is no plan and no file called"):
            read_plan(path)


def test_a_file_written_on_another_system_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SCRATCH.read_bytes().replace(b"\n", b"\r\n"))
    assert read_plan(path).plan == load_plan("ulo-from-scratch")
