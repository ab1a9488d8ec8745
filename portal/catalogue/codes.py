"""Code lists of the national data standards for service platforms (GB/T 39554, GB/T 39046).

Stored as words; ``CODES`` pairs each word with the standard's figure, because exchange partners differ and a
mapping belongs to each import and export. ``LABELS`` holds the sentence shown to people.
"""

from enum import StrEnum

from portal.core.i18n import Message, _


class Kind(StrEnum):
    """事项类型. Party matters (接转党员组织关系 …) have no national code: ``PARTY``."""

    PERMIT = "permit"
    PENALTY = "penalty"
    COERCION = "coercion"
    COLLECTION = "collection"
    PAYMENT = "payment"
    INSPECTION = "inspection"
    CONFIRMATION = "confirmation"
    REWARD = "reward"
    RULING = "ruling"
    OTHER = "other"
    PUBLIC_SERVICE = "public_service"
    PARTY = "party"


class Level(StrEnum):
    """行使层级: who exercises the power."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"


class Served(StrEnum):
    """服务对象: who may apply."""

    PERSON = "person"
    COMPANY = "company"
    INSTITUTION = "institution"
    ASSOCIATION = "association"
    UNINCORPORATED = "unincorporated"
    AGENCY = "agency"
    OTHER = "other"


class Handling(StrEnum):
    """办件类型: settled on the spot, within a promised limit, or otherwise."""

    INSTANT = "instant"
    PROMISED = "promised"
    OTHER = "other"


class Way(StrEnum):
    """How it can be done: the four ways of practice S9, and without coming at all."""

    ON_THE_SPOT = "on_the_spot"
    WITHIN_LIMIT = "within_limit"
    BY_PROXY = "by_proxy"
    AT_HOME = "at_home"
    ONLINE = "online"
    BY_POST = "by_post"


class Need(StrEnum):
    """材料必要性."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    LATER = "later"


class Form(StrEnum):
    """材料形式."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    BOTH = "both"


class DayUnit(StrEnum):
    WORKING = "working"
    CALENDAR = "calendar"


class LifeEvent(StrEnum):
    """主题: the occasion in a life, or in a firm's life, on which somebody comes."""

    BIRTH = "birth"
    SCHOOL = "school"
    HOUSEHOLD = "household"
    MARRIAGE = "marriage"
    WORK = "work"
    HOUSING = "housing"
    HEALTH = "health"
    HARDSHIP = "hardship"
    DISABILITY = "disability"
    OLD_AGE = "old_age"
    DEATH = "death"
    TRAVEL = "travel"
    FARMING = "farming"
    BUSINESS = "business"
    VETERAN = "veteran"


CODES: dict[type[StrEnum], dict[StrEnum, str]] = {
    Kind: {
        Kind.PERMIT: "01",
        Kind.PENALTY: "02",
        Kind.COERCION: "03",
        Kind.COLLECTION: "04",
        Kind.PAYMENT: "05",
        Kind.INSPECTION: "06",
        Kind.CONFIRMATION: "07",
        Kind.REWARD: "08",
        Kind.RULING: "09",
        Kind.OTHER: "10",
        Kind.PUBLIC_SERVICE: "20",
    },
    Level: {
        Level.NATION: "1",
        Level.PROVINCE: "2",
        Level.CITY: "3",
        Level.COUNTY: "4",
        Level.TOWN: "5",
        Level.VILLAGE: "6",
    },
    Served: {
        Served.PERSON: "1",
        Served.COMPANY: "2",
        Served.INSTITUTION: "3",
        Served.ASSOCIATION: "4",
        Served.UNINCORPORATED: "5",
        Served.AGENCY: "6",
        Served.OTHER: "9",
    },
    Handling: {Handling.INSTANT: "1", Handling.PROMISED: "2", Handling.OTHER: "9"},
    Need: {Need.REQUIRED: "1", Need.OPTIONAL: "2", Need.LATER: "3"},
    Form: {Form.PAPER: "1", Form.ELECTRONIC: "2", Form.BOTH: "3"},
}

LABELS: dict[type[StrEnum], dict[StrEnum, Message]] = {
    Kind: {
        Kind.PERMIT: _("Permit"),
        Kind.PENALTY: _("Penalty"),
        Kind.COERCION: _("Coercive measure"),
        Kind.COLLECTION: _("Collection"),
        Kind.PAYMENT: _("Benefit payment"),
        Kind.INSPECTION: _("Inspection"),
        Kind.CONFIRMATION: _("Confirmation"),
        Kind.REWARD: _("Reward"),
        Kind.RULING: _("Ruling"),
        Kind.OTHER: _("Other power"),
        Kind.PUBLIC_SERVICE: _("Public service"),
        Kind.PARTY: _("Party matter"),
    },
    Level: {
        Level.NATION: _("National level"),
        Level.PROVINCE: _("Province level"),
        Level.CITY: _("City level"),
        Level.COUNTY: _("County level"),
        Level.TOWN: _("Town level"),
        Level.VILLAGE: _("Village level"),
    },
    Served: {
        Served.PERSON: _("Persons"),
        Served.COMPANY: _("Companies"),
        Served.INSTITUTION: _("Public institutions"),
        Served.ASSOCIATION: _("Associations"),
        Served.UNINCORPORATED: _("Unincorporated firms"),
        Served.AGENCY: _("Government agencies"),
        Served.OTHER: _("Other organisations"),
    },
    Handling: {
        Handling.INSTANT: _("Settled on the spot"),
        Handling.PROMISED: _("Within a promised time"),
        Handling.OTHER: _("Handled otherwise"),
    },
    Way: {
        Way.ON_THE_SPOT: _("On the spot"),
        Way.WITHIN_LIMIT: _("Within a time limit"),
        Way.BY_PROXY: _("By proxy agent"),
        Way.AT_HOME: _("At your home, by appointment"),
        Way.ONLINE: _("Online"),
        Way.BY_POST: _("By post"),
    },
    Need: {
        Need.REQUIRED: _("Required"),
        Need.OPTIONAL: _("If you have it"),
        Need.LATER: _("Can be brought later"),
    },
    Form: {
        Form.PAPER: _("Paper"),
        Form.ELECTRONIC: _("Electronic"),
        Form.BOTH: _("Paper or electronic"),
    },
    DayUnit: {
        DayUnit.WORKING: _("working days"),
        DayUnit.CALENDAR: _("calendar days"),
    },
    LifeEvent: {
        LifeEvent.BIRTH: _("Having a child"),
        LifeEvent.SCHOOL: _("Going to school"),
        LifeEvent.HOUSEHOLD: _("Household and identity papers"),
        LifeEvent.MARRIAGE: _("Marriage and family"),
        LifeEvent.WORK: _("Work and social insurance"),
        LifeEvent.HOUSING: _("House and land"),
        LifeEvent.HEALTH: _("Seeing a doctor"),
        LifeEvent.HARDSHIP: _("Help in hardship"),
        LifeEvent.DISABILITY: _("Living with a disability"),
        LifeEvent.OLD_AGE: _("Retirement and old age"),
        LifeEvent.DEATH: _("When somebody has died"),
        LifeEvent.TRAVEL: _("Travel, vehicles and leaving the country"),
        LifeEvent.FARMING: _("Farming and forestry"),
        LifeEvent.BUSINESS: _("Running a business"),
        LifeEvent.VETERAN: _("Veterans"),
    },
}


def label(word: StrEnum) -> Message:
    """What people read for a code word. Words of two lists may be equal as texts: the list counts too."""
    return LABELS[type(word)][word]
