#!/bin/sh
# Prepare the database, load the demonstration district into a new one, then serve until Ctrl-C.
set -eu
python=$1
export PORT="${PORT:-8000}" DATA_DIR="${DATA_DIR:-var}"
"$python" -m flask --app wsgi prepare
"$python" -m flask --app wsgi demo load --if-new
echo
echo "地址：http://127.0.0.1:$PORT"
"$python" -m flask --app wsgi demo accounts 2>/dev/null || echo "账号：flask --app wsgi account create --help"
echo
exec "$python" -m gunicorn --config deploy/gunicorn.conf.py wsgi:application
