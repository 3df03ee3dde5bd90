# Wayside's programs, from the lock file: one image for keeper, api, worker, ingest and migrate.
#   docker build -t wayside .
FROM node:22.16.0-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without development tools; what runs here is in dependencies, tsx included.
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force

FROM node:22.16.0-bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends ffmpeg tini \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node -m 0700 /var/lib/wayside
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY package.json tsconfig.json LICENSE ./
COPY pipeline pipeline
COPY models models
COPY keeper keeper
COPY store store
COPY workers workers
COPY api api
COPY client client
COPY fixtures fixtures
COPY cli cli
COPY deploy/healthcheck.mjs deploy/wayside ./deploy/
ENV NODE_ENV=production \
  WAYSIDE_DATA=/var/lib/wayside \
  PATH=/app/deploy:$PATH
USER node
VOLUME /var/lib/wayside
# Asks the operations port (operations in wayside.yaml).
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
  CMD ["node", "/app/deploy/healthcheck.mjs"]
ENTRYPOINT ["tini", "--", "wayside"]
CMD ["--help"]
