FROM python:3.12-slim-bookworm AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 SECMODS_MODE=production \
    SECMODS_HOME=/var/lib/secmods STATIC_DIR=/srv/secmods/staticfiles FILES_DIR=/var/lib/secmods/files
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    libreoffice-writer-nogui fonts-liberation fonts-crosextra-carlito fonts-crosextra-caladea \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/secmods
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes --requirement requirements/run.txt
COPY . .
# The static files need the settings, and the settings need these four to be something; none of them is kept.
RUN SECRET_KEY=$(python -c "print('x' * 50)") ALLOWED_HOSTS=localhost DATABASE_URL=postgres://x REDIS_URL=redis://x \
    python manage.py collectstatic --no-input --verbosity 0 \
 && useradd --system --home-dir /var/lib/secmods --create-home secmods \
 && mkdir -p /var/lib/secmods/files && chown -R secmods /var/lib/secmods
USER secmods
VOLUME /var/lib/secmods/files
EXPOSE 8000
CMD ["gunicorn", "secmods.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "secmods.web.Worker", "--workers", "2", \
     "--threads", "4", "--timeout", "30", "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
