"""A form is shown, refused with what to do, and taken once; nothing that was typed is lost."""

from webtest import TestApp

from tests.forms.conftest import TAKEN


def test_a_blank_form_is_refused_at_its_fields(trial_app: TestApp) -> None:
    again = trial_app.get("/trial").forms[1].submit(status=422)
    links = {link.get("href"): link.text for link in again.html.select("[role=alert] a")}
    assert links == {"#f-title": "标题：请填写。", "#f-colour": "喜欢的颜色：请从中选一项。"}
    assert TAKEN == []
