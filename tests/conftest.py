pytest_plugins = [
    "tests.support.databases",
    "tests.support.machine",
    "tests.support.browser",
    "tests.support.portal",
    "tests.support.staff",
    "tests.support.statements",
    "tests.support.demo",
    "tests.support.notices",
]
