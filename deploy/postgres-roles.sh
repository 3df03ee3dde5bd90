#!/bin/sh
# Run once by PostgreSQL's image, when its volume is new: three users of the database, whose rights keep the
# audit log as it is (docs/audit-log.md). Passwords don't pass through a command line.
set -eu
SECRETS=${SECRETS:-/run/secrets}
export SECRETS
psql -v ON_ERROR_STOP=1 --quiet --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\set owner_password `cat "$SECRETS/owner-password"`
\set application_password `cat "$SECRETS/application-password"`
\set keeper_password `cat "$SECRETS/keeper-password"`
create role wayside_owner login password :'owner_password';
create role wayside_app login password :'application_password';
create role wayside_keeper login password :'keeper_password';
-- So that the owner can hand tables over.
grant wayside_app to wayside_owner;
create database wayside owner wayside_owner;
revoke connect on database wayside from public;
grant connect on database wayside to wayside_app, wayside_keeper;
SQL
