#!/bin/sh
# A certificate of your own for https://localhost:8443, to try compose.yaml with; not for anybody else.
set -eu
cd "$(dirname "$0")/.."
mkdir -p var/tls
openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout var/tls/tls.key -out var/tls/tls.crt
chmod 644 var/tls/tls.key # the proxy runs as a user of its own
