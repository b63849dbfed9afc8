"""Segmented buttons are radios with one name and a legend that is read aloud."""

from lxml import html

from common.ui.segments import segmented

MARKS = [("", "No mark"), ("present", "Present"), ("absent", "Absent <b>")]


def drawn(*told):
    return html.fromstring(str(segmented("mark-7", 'Mark of "Ana"', MARKS, *told)))


def test_a_choice_is_one_group_of_radios_with_a_hidden_legend():
    group = drawn("present")
    assert (group.tag, group.get("class"), group.get("aria-invalid")) == ("fieldset", "seg", None)
    [legend] = group.xpath("./legend")
    assert legend.text == 'Mark of "Ana"'
    assert [
        (one.get("type"), one.get("name"), one.get("value"), one.get("checked"))
        for one in group.xpath("./label/input")
    ] == [
        ("radio", "mark-7", "", None),
        ("radio", "mark-7", "present", "checked"),
        ("radio", "mark-7", "absent", None),
    ]
    assert [one.text_content() for one in group.xpath("./label")] == ["No mark", "Present", "Absent <b>"]


def test_a_summary_leads_to_the_first_button_and_a_refusal_is_told_with_the_group():
    group = drawn("", "e-7")
    assert group.xpath(".//input/@id") == ["mark-7"]
    assert group.xpath("./label[1]/input/@id") == ["mark-7"]
    assert (group.get("aria-invalid"), group.get("aria-describedby")) == ("true", "e-7")


def test_where_nothing_is_chosen_nothing_is_checked():
    assert drawn("late").xpath(".//input[@checked]") == []
