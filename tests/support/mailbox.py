"""Writing letters as residents do."""

from typing import Any

from webtest import Form, TestApp, TestResponse, Upload

from tests.support.reading import texts

WRITE = "/mailbox/suggestion-box/new"
TYPED = {
    "f-kind": "help",
    "title": "村口的路灯坏了",
    "text": "路灯坏了三天，老人晚上走路看不见。",
    "name": "钱多多",
    "phone": "１３８ 0013-8000",
}


def letter_form(page: TestResponse) -> Form:
    """The form of a letter on a page."""
    return next(form for form in page.forms.values() if "title" in form.fields)


def filled(page: TestResponse, *files: Upload, **changes: Any) -> Form:
    """The form filled in; ``files`` come along."""
    form = letter_form(page)
    for name, value in {**TYPED, **changes}.items():
        form[name.replace("__", "-")] = value
    if files:
        form["files"] = list(files)
    return form


def send(app: TestApp, *files: Upload, address: str = WRITE, **changes: Any) -> TestResponse:
    """The receipt of a letter that was written just now."""
    return filled(app.get(address), *files, **changes).submit(status=303).follow()


def keys(receipt: TestResponse) -> tuple[str, str]:
    """Number and query code, as the receipt shows them."""
    number, code = texts(receipt, ".receipt__key")
    return number, code


def track(app: TestApp, number: str, code: str, status: int = 200) -> TestResponse:
    """The page of a letter, asked for by number and code."""
    return app.post("/mailbox/track", {"number": number, "code": code}, status=status)
