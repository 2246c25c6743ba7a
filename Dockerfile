# The application with Debian's Chromium, as an ordinary user. Built from the pinned lock.
FROM python:3.13-slim-bookworm

# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends chromium fonts-dejavu-core libatomic1 tesseract-ocr tesseract-ocr-vie \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY records records
COPY pages pages
COPY crawler crawler
COPY audits audits
COPY storage storage
COPY exports exports
COPY schedules schedules
COPY portal_audit portal_audit
COPY replica replica
RUN pip install --no-cache-dir --no-deps --no-build-isolation . \
    && useradd --create-home --uid 10001 --user-group audit \
    && install -d -o audit -g audit -m 0750 /data

USER 10001
ENV PORTAL_AUDIT_DATA_DIR=/data \
    PORTAL_AUDIT_CHROMIUM_PATH=/usr/bin/chromium \
    PYTHONUNBUFFERED=1
VOLUME /data
ENTRYPOINT ["portal-audit"]
CMD ["--help"]
