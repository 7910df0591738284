"""What REST framework and the schema are told once, for every resource."""

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "happiness.api.problems.as_problem",
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_THROTTLE_RATES": {"token": "600/min"},  # nosec B105
}
SPECTACULAR_SETTINGS = {
    "TITLE": "happiness",
    "VERSION": "1",
    "DESCRIPTION": "Clients, the people there, contracts, talks, surveys with answers, own events: docs/api.md explains them.",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {"BuyerRoleEnum": "accounts.clients.enums.BuyerRole"},
}
