# The service on one port, with its canvases in the volume /data. Nothing of the build is left in the image.
FROM python:3.11-slim AS build
WORKDIR /src
COPY .locks/run.txt .locks/run.txt
RUN python -m venv /opt/facilitator \
 && /opt/facilitator/bin/pip install --no-cache-dir --no-deps --require-hashes -r .locks/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY prompts prompts
RUN /opt/facilitator/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
 && /opt/facilitator/bin/pip uninstall -y hatchling trove-classifiers pathspec pluggy setuptools pip

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home facilitator
COPY --from=build /opt/facilitator /opt/facilitator
ENV PATH=/opt/facilitator/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    FACILITATOR_DATABASE=/data/canvases.db \
    FACILITATOR_HOST=0.0.0.0
USER facilitator
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/api/v1/templates', timeout=2)"]
# Publish it on loopback: docker run -p 127.0.0.1:8000:8000 -v canvases:/data canvas-facilitator
CMD ["facilitator", "serve"]
