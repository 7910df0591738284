# One image for every service: web, worker, beat and the one-shot jobs differ in their command alone.

FROM node:22-slim AS assets
WORKDIR /assets
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM python:3.11-slim AS packages
RUN python -m venv /opt/venv
COPY requirements-server.lock ./
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes -r requirements-server.lock

FROM python:3.11-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 STATIC_ROOT=/app/collected
# Fixed numbers, so that volumes keep their owner from image to image. /sql: see `roles` in docker-compose.yml.
RUN groupadd --gid 10001 happiness && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin happiness && install -d -o happiness -g happiness /data/files /sql
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY manage.py ./
COPY accounts accounts
COPY feedback feedback
COPY journeys journeys
COPY happiness happiness
COPY templates templates
COPY static static
RUN --mount=type=bind,from=assets,source=/assets/node_modules,target=/app/node_modules python manage.py messages --compile && python manage.py assets
# Production settings refuse missing variables; collecting files uses none of these.
RUN HAPPINESS_ENV=production SECRET_KEY=collecting-static-files-signs-nothing-and-keeps-nothing-secret DATABASE_URL=postgres://unused/unused REDIS_URL=redis://unused EMAIL_URL=smtp://unused BASE_URL=https://unused.example ALLOWED_HOSTS=unused DEFAULT_FROM_EMAIL=unused@unused.example FILES_DIR=/data/files python manage.py collectstatic --no-input
USER happiness
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--no-ws", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "2", "--respawn-failed-workers", "--workers-kill-timeout", "20", "happiness.wsgi:application"]
