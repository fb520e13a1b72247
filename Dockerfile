# Margin in one image: the pages are built here, so that the container needs no network; Node, which
# renders pages, is in the environment and its program in one file of the build.
FROM python:3.12-slim AS build
WORKDIR /app
COPY requirements.txt .
RUN python -m venv /app/.venv \
    && /app/.venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
RUN .venv/bin/python -m lms_app.cli build && rm -rf .web/node_modules .margin

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 margin \
    && mkdir /data && chown margin:margin /data
COPY --from=build --chown=margin:margin /app /app
WORKDIR /app
USER margin
ENV PATH=/app/.venv/bin:$PATH HOST=0.0.0.0 PORT=8000 MARGIN_DATA_DIR=/data DEMO=0
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
    CMD python -c "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/ping', timeout=4)"
# Starts its own PostgreSQL and Valkey, unless DATABASE_URL and REDIS_URL name others.
CMD ["python", "-m", "lms_app.cli", "run"]
