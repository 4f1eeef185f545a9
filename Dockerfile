# The service: the API and the office pages. Training and notebooks stay outside.
FROM python:3.11-slim AS build
WORKDIR /build
COPY requirements.lock ./
RUN python -m venv /opt/fanpin && /opt/fanpin/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE fanpin.py ./
COPY features ./features
COPY models ./models
COPY service ./service
RUN /opt/fanpin/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    # The lock holds the developers' tools too; a service has no use for them.
    && python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['dev'], sep='\n')" > tools.txt \
    && /opt/fanpin/bin/pip uninstall --yes --requirement tools.txt

FROM python:3.11-slim
# LightGBM's wheel leaves OpenMP to the system.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --home-dir /data fanpin
COPY --from=build /opt/fanpin /opt/fanpin
ENV PATH=/opt/fanpin/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MLFLOW_DISABLE_TELEMETRY=true \
    DO_NOT_TRACK=true
USER fanpin
# Records, models, the database and its keys are in ./var below this folder: mount it.
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=3)"]
CMD ["fanpin", "serve", "--host", "0.0.0.0", "--port", "8000"]
