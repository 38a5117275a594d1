# The service in a small image: no compiler, no root, its models inside.
#   docker build --build-arg TORCH_INDEX=<PyTorch's CPU index, see pytorch.org> -t clause .
#   docker run -p 8000:8000 -v clause:/var/lib/clause clause
FROM python:3.11-slim AS build
ARG TORCH_INDEX=""
WORKDIR /app
RUN python -m venv /venv
COPY pyproject.toml requirements.lock README.md ./
COPY bot bot
COPY index index
RUN /venv/bin/python -m pip install --no-cache-dir --constraint requirements.lock pip setuptools wheel \
 && /venv/bin/python -m pip install --no-cache-dir --constraint requirements.lock --no-build-isolation \
    ${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"} --editable . \
 && /venv/bin/python -c "import torch, sys; sys.exit(torch.version.cuda and 'This is the CUDA build of torch: name the CPU index, --build-arg TORCH_INDEX=...')"

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 clause \
 && install --directory --owner clause /var/lib/clause
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY widget widget
COPY data/statements data/statements
COPY data/models data/models
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    CLAUSE_HOST=0.0.0.0 \
    CLAUSE_DATABASE_URL=sqlite+aiosqlite:////var/lib/clause/clause.db
USER clause
VOLUME /var/lib/clause
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=60s \
  CMD python -c "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"
CMD ["clause", "serve"]
