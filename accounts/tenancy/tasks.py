"""The Celery task class: the organization travels in a header of the message, and the worker enters its scope again."""

from typing import Any

from celery import Task

from accounts.tenancy.context import (
    TenantContextConflict,
    TenantContextMissing,
    organization_id_or_none,
    tenant_context,
)

HEADER = "organization_id"


class TenantTask(Task):
    """A task of one organization. Platform tasks say `@app.task(tenant=False)` and may touch no organization's data."""

    abstract = True
    tenant = True

    def apply_async(self, args: Any = None, kwargs: Any = None, **options: Any) -> Any:  # type: ignore[override]
        """Publish the task; raise TenantContextMissing without an organization, TenantContextConflict for another one's."""
        if self.tenant:
            scope = organization_id_or_none()
            headers = dict(options.pop("headers", None) or {})
            # Callbacks of chains and chords are published by the worker, after the task's scope was left.
            worker_task = self.app.current_worker_task
            organization = headers.get(HEADER) or scope or _header_of(getattr(worker_task, "request", None))
            if organization is None:
                raise TenantContextMissing(f"{self.name}: publish it inside tenant_context()")
            if scope is not None and str(organization) != str(scope):
                raise TenantContextConflict(f"{self.name}: the header names another organization than the scope")
            options["headers"] = headers | {HEADER: str(organization)}
        return super().apply_async(args, kwargs, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if not self.tenant:
            return super().__call__(*args, **kwargs)
        organization = _header_of(self.request) or organization_id_or_none()
        if organization is None:
            raise TenantContextMissing(f"{self.name}: the message names no organization")
        with tenant_context(organization):
            return super().__call__(*args, **kwargs)


def _header_of(request: Any) -> str | None:
    if request is None:
        return None
    return getattr(request, HEADER, None) or (getattr(request, "headers", None) or {}).get(HEADER)
