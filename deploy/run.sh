#!/bin/sh
# Prepare the database, load the demonstration district into a new one, then serve until Ctrl-C: gunicorn, and the
# process of the long work beside it. Either ending ends both.
set -eu
python=$1
export PORT="${PORT:-8000}" DATA_DIR="${DATA_DIR:-var}"
flask() { "$python" -m flask --app wsgi "$@"; }

"$python" - "$PORT" <<'EOF' || { echo "端口 $PORT 已被占用，换一个再启动，例如 make run PORT=8001" >&2; exit 1; }
import socket, sys
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(sys.argv[1])))
    except OSError:
        sys.exit(1)
EOF
flask prepare
flask demo load --if-new
echo
if accounts=$(flask demo accounts 2>/dev/null); then
    echo "演示账号（用户名、密码、角色和范围）："
    echo "$accounts"
else
    echo "开通账号：$python -m flask --app wsgi account create --help"
fi
echo
echo "地址：http://127.0.0.1:$PORT  （Ctrl-C 结束）"
"$python" -m gunicorn --config deploy/gunicorn.conf.py wsgi:application &
web=$!
"$python" -m flask --app wsgi jobs work &
work=$!
trap 'kill -TERM $web $work 2>/dev/null || true' INT TERM
while kill -0 $web 2>/dev/null && kill -0 $work 2>/dev/null; do
    sleep 1 &
    wait $! || true
done
kill -TERM $web $work 2>/dev/null || true
wait $web || status=$?
wait $work || true
exit "${status:-0}"
