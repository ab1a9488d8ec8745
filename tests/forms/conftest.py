"""A form with every kind of field, on an address that only tests have."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

import pytest
from pydantic import Field, StringConstraints, model_validator
from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response
from webtest import TestApp

from portal.app import make_router, make_store
from portal.core.i18n import Message, Refusal
from portal.core.phone import Phone
from portal.core.settings import Settings
from portal.core.ui import Ui, Unfit, Widget
from portal.core.work import Store, Writing
from portal.forms.files import Uploads
from portal.forms.form import PortalForm
from portal.media import verbs
from portal.publishing.body import Part
from portal.web.render import render_part
from tests.support.portal import SECRET

Line = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


COLOURS = {Colour.RED: Message("红"), Colour.BLUE: Message("蓝")}


class Place(Part):
    street: Annotated[str, Ui(Message("街道"))] = ""
    house: Annotated[int | None, Ui(Message("门牌")), Field(ge=1)] = None


class Item(Part):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,40}$")]
    name: Annotated[Line, Ui(Message("名称"), hint=Message("比如身份证"))]
    copies: Annotated[int, Ui(Message("份数")), Field(ge=0, le=99)] = 1
    colour: Annotated[Colour, Ui(Message("颜色"), options=COLOURS)] = Colour.RED


class Trial(Part):
    title: Annotated[Line, Ui(Message("标题"), hint=Message("一句话"))]
    text: Annotated[str, Ui(Message("正文")), StringConstraints(max_length=500)] = ""
    note: Annotated[str, Ui(Message("说明"), widget=Widget.MARKDOWN)] = ""
    colour: Annotated[Colour, Ui(Message("喜欢的颜色"), options=COLOURS)]
    unit: Annotated[int | None, Ui(Message("单位"), widget=Widget.SELECT)] = None
    colours: Annotated[tuple[Colour, ...], Ui(Message("其他颜色"), options=COLOURS)] = ()
    agreed: Annotated[bool, Ui(Message("我同意公开"), hint=Message("隐去姓名"))] = False
    free: Annotated[bool | None, Ui(Message("收费吗"))] = None
    day: Annotated[date | None, Ui(Message("日期"), hint=Message("例如 2026-11-22"))] = None
    phone: Annotated[Phone, Ui(Message("电话"), widget=Widget.PHONE, autocomplete="tel")] = ""
    age: Annotated[int | None, Ui(Message("年龄")), Field(ge=0, le=150)] = None
    fee: Annotated[Decimal | None, Ui(Message("金额")), Field(ge=0, decimal_places=2)] = None
    place: Annotated[Place, Ui(Message("地址"))] = Place()
    items: Annotated[tuple[Item, ...], Ui(Message("材料")), Field(max_length=4)] = ()
    names: Annotated[tuple[Line, ...], Ui(Message("别名"))] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.title == self.text:
            raise Unfit(Message("正文不要和标题一样。"), field="text")
        if self.agreed and not self.phone:
            raise Unfit(Message("同意公开请留电话。"))
        return self


def trial_form(request: Request) -> PortalForm[Trial]:
    return PortalForm(
        request, Trial, "trial", choices={"unit": [(1, "公安局"), (2, "民政局")]}, uploads=Uploads(limit=2)
    )


def page(request: Request, form: Any) -> Response:
    return Response(render_part(request, "trial", form=form, centre=None), request.response.status_int)


TAKEN: list[tuple[Trial, tuple[int, ...]]] = []


def trial(request: Request) -> Response:
    form = trial_form(request)
    if request.method == "GET":
        return page(request, form.show())
    outcome = form.receive()
    if outcome.value is None:
        return page(request, outcome.page)
    try:
        way = request.write_once("trial", take, outcome)
    except Refusal as refusal:
        return page(request, form.refuse(refusal, field="phone"))
    return HTTPSeeOther(way)


def take(work: Writing, outcome: Any) -> str:
    if outcome.value.title == "refuse":
        raise Refusal(Message("这个电话不能用。"))
    TAKEN.append((outcome.value, verbs.claim(work, outcome.key)))
    return f"/?done={len(TAKEN)}"


@pytest.fixture(scope="session")
def trial_router(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An application with the form of ``Trial`` at ``/trial``."""
    folder = tmp_path_factory.mktemp("trial")
    settings = Settings(var_dir=folder, secret=SECRET)
    application = make_router(settings, make_store(settings))
    config = Configurator(registry=application.registry)
    config.add_jinja2_search_path(str(Path(__file__).parent))
    config.add_route("trial", "/trial")
    config.add_view(trial, route_name="trial")
    config.commit()
    application.registry["file_routes"].add("trial")
    return application


@pytest.fixture
def trial_app(trial_router: Any, settings: Settings, store: Store) -> TestApp:
    """A browser of that application."""
    TAKEN.clear()
    trial_router.registry.update(settings=settings, store=store)
    return TestApp(trial_router, extra_environ={"HTTP_HOST": "localhost:6543"})
