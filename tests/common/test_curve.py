"""The curve of who is still there is drawn to 100%, and says what it shows."""

from common.ui.curve import Curve, Fall, curve_picture

CURVE = Curve(
    (Fall(1, 0.8, 0.5, 0.9), Fall(2.5, 0.4, 0.1, 0.6), Fall(9, 0.1, 0, 0.3)),
    4,
    2,
    "80% after 2 years",
    "years",
    "Said",
)


def test_a_curve_falls_step_by_step_to_its_last_year_inside_its_band() -> None:
    assert CURVE.line("share") == [(42, 14), (129, 14), (129, 56), (259.5, 56), (259.5, 140), (390, 140)]
    drawn = curve_picture(CURVE)
    assert 'class="curve__line" d="M42 14L129 14L129 56L259.5 56L259.5 140L390 140"' in drawn
    assert drawn.count("<text") == 5 + 5 + 2
    assert ('aria-label="Said"' in drawn, ">80% after 2 years</text>" in drawn) == (True, True)


def test_nobody_who_left_draws_a_level_line() -> None:
    assert Curve((), 3, 3, "", "", "").line("low") == [(42, 14), (390, 14)]
