# syntax=docker/dockerfile:1
FROM python:3.13-slim-trixie AS build
COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /usr/local/bin/uv
WORKDIR /app
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
COPY pyproject.toml uv.lock ./
# Neither the extra `local` (servers and a mailbox of one's own machine) nor what tests need: only the product.
RUN uv sync --frozen --no-default-groups
COPY . .
# Only names and files are read here, so the values may be anything; none of them stays in the image.
RUN SECRET_KEY=build SIGNATURE_KEY=build ALLOWED_HOSTS=build.invalid \
    DATABASE_URL=postgres://build@build.invalid/build REDIS_URL=redis://build.invalid/0 \
    STATIC_ROOT=/app/staticfiles .venv/bin/python manage.py collectstatic --noinput

FROM python:3.13-slim-trixie
# pg_dump, pg_restore and psql, of the version of compose's PostgreSQL, for backup and restore.
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --home-dir /app --no-create-home --shell /usr/sbin/nologin pathways \
    && install -d -o pathways -g pathways /data /data/media
COPY --from=build --chown=root:root /app /app
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 LOCAL_DIR=/data MEDIA_ROOT=/data/media \
    STATIC_ROOT=/app/staticfiles BIND=0.0.0.0:8000
USER pathways
EXPOSE 8000
VOLUME /data
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s CMD ["python", "-m", "config.health"]
CMD ["gunicorn", "-c", "python:config.gunicorn", "config.wsgi"]
