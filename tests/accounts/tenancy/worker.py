"""A Celery application of the tests with the product's task class, and tasks that say whose scope they run in.

    celery -A tests.accounts.tenancy.worker worker

Unlike the product's it keeps results, which chords need.
"""

import os

from celery import Celery
from django.conf import settings

from accounts.tenancy.context import current_organization_id

app = Celery("attacks", task_cls="accounts.tenancy.tasks:TenantTask", set_as_current=False)
app.conf.update(
    broker_url=settings.REDIS_URL,
    task_default_queue=f"attacks-{os.environ['TEST_RUN']}",
    result_backend=settings.REDIS_URL,
    result_expires=60,
    task_acks_late=True,
    task_serializer="json",
    accept_content=["json"],
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
)


@app.task
def whose(earlier=None):
    """Return the organization of the scope: every row that is seen without a filter, and every earlier result, is its own."""
    from accounts.organizations.models import Employee  # a worker imports this module before Django has its models

    own = current_organization_id()
    assert set(Employee.unscoped.values_list("organization_id", flat=True)) == {own}
    assert earlier is None or {str(own)} == {*([earlier] if isinstance(earlier, str) else earlier)}
    return str(own)


@app.task(bind=True, max_retries=2, default_retry_delay=0)
def at_the_third_try(self):
    if self.request.retries < 2:
        raise self.retry(exc=RuntimeError("again"))
    return whose()


@app.task
def starting_another():
    return whose.delay().id


@app.task(tenant=False)
def reading_without_a_scope():
    from accounts.organizations.models import Employee

    return Employee.unscoped.count()


@app.task(tenant=False)
def starting_another_without_a_scope():
    return whose.delay().id
