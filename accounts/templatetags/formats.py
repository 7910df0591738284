"""The formats of accounts.web as filters: {{ amount|money:currency }}, {{ case.opened_at|relative:now }}."""

from django import template

from accounts.web import formats

register = template.Library()

for function in (
    formats.number,
    formats.percent,
    formats.signed,
    formats.money,
    formats.money_short,
    formats.day,
    formats.day_and_month,
    formats.duration,
    formats.month,
    formats.relative,
):
    register.filter(function.__name__, function)

register.simple_tag(formats.date_range)
